use std::collections::HashMap;

use super::Sources;
use crate::diagnostic::Finding;
use crate::source::Span;

/// Files with their secrets blanked, so that no emitter can show them, whatever finding it
/// shows the line of.
#[derive(Debug, Default)]
pub struct Concealed(HashMap<String, String>);

impl Concealed {
    /// Blanks the secrets that findings mark in their files, and in what other findings quote.
    #[must_use]
    pub fn of(findings: &mut [Finding], sources: &Sources<'_>) -> Self {
        let mut spans: HashMap<String, Vec<Span>> = HashMap::new();
        for finding in findings.iter().filter(|finding| finding.is_secret) {
            spans.entry(finding.file.clone()).or_default().push(finding.span);
        }
        let secrets: Vec<&str> = spans
            .iter()
            .flat_map(|(file, spans)| spans.iter().map(|span| (sources.text(file), *span)))
            .filter_map(|(text, span)| text.get(span.range()))
            .filter(|secret| !secret.is_empty())
            .collect();
        if !secrets.is_empty() {
            findings.iter_mut().for_each(|finding| blank_quotes(finding, &secrets));
        }
        let blanked = |(file, spans): (String, Vec<Span>)| {
            let text = blanked(sources.text(&file), &spans);
            (file, text)
        };
        Self(spans.into_iter().map(blanked).collect())
    }

    /// The sources, with the blanked files in place of those with secrets.
    #[must_use]
    pub fn over<'t, 's: 't>(&'t self, sources: Sources<'s>) -> Sources<'t> {
        let mut sources: Sources<'t> = sources;
        for (file, text) in &self.0 {
            sources.insert(file, text);
        }
        sources
    }
}

fn blank_quotes(finding: &mut Finding, secrets: &[&str]) {
    let labels = finding.related.iter_mut().map(|related| &mut related.label);
    let texts = [Some(&mut finding.message), finding.label.as_mut(), finding.help.as_mut()];
    for text in texts.into_iter().flatten().chain(labels) {
        for secret in secrets {
            if text.contains(secret) {
                *text = text.replace(secret, "****");
            }
        }
    }
}

/// The text with other characters of the same length in place of those under the spans: lines
/// and columns stay where they are.
fn blanked(text: &str, spans: &[Span]) -> String {
    let is_hidden = |at: usize| spans.iter().any(|span| span.start <= at && at < span.end);
    let blank = |(at, character): (usize, char)| match character.len_utf8() {
        _ if character == '\n' || character == '\r' || !is_hidden(at) => character,
        1 => '*',
        2 => '×',
        3 => '•',
        _ => '𐄂',
    };
    text.char_indices().map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::Concealed;
    use crate::diagnostic::Finding;
    use crate::diagnostic::emit::{HumanOptions, Sources, human, json};
    use crate::source::Span;

    #[test]
    fn a_secret_is_in_no_output_even_where_another_finding_quotes_it() {
        let text = "a = \"käse\"\npassword = \"hünter2🙂\" # x\nb = 2\n";
        let start = text.find("hün").unwrap();
        let span = Span::new(start, start + "hünter2🙂".len());
        let line = Span::new(start - 12, start - 4);
        let mut findings = vec![
            Finding::error("secret", "f", span, "a password").secret(),
            Finding::error("other", "f", line, "it is \"hünter2🙂\"").help("drop hünter2🙂"),
        ];
        let mut plain = Sources::default();
        plain.insert("f", text);
        let concealed = Concealed::of(&mut findings, &plain);
        let sources = concealed.over(plain);
        assert_eq!(sources.text("f").len(), text.len());
        let options = HumanOptions { color: false, width: 80, most: 9 };
        for shown in [human(&findings, &sources, options), json(&findings, &sources)] {
            assert!(!shown.contains("nter2"), "{shown}");
            assert!(shown.contains("****"), "{shown}");
        }
        assert!(human(&findings, &sources, options).contains("password = \"*×*****𐄂\" # x"));
    }
}
