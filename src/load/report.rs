use super::rules::{LOST_TEXT, SECTION_AUDIENCE};
use super::sections::standard;
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::fields::closest;
use crate::model::{Audience, Report, Section};
use crate::source::{Definition, Heading, Outline, SourceFile, Span, without_comments};

/// Makes the report's sections, each able to stand alone.
pub(super) fn read(
    file: &SourceFile,
    markdown: &str,
    outline: &Outline,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Report {
    let headings: Vec<&Heading> =
        outline.sections.iter().map(|section| &outline.headings[section.heading]).collect();
    let kinds: Vec<_> = headings.iter().map(|heading| standard(&heading.text, config)).collect();
    let audiences: Vec<Audience> = headings
        .iter()
        .zip(&kinds)
        .map(|(heading, kind)| audience(file, heading, kind.is_some(), findings))
        .collect();
    let parts = Parts { file, markdown, outline, audiences: &audiences };
    let sections = (0..headings.len())
        .map(|index| Section {
            standard: kinds[index],
            heading: headings[index].text.trim().to_owned(),
            audience: audiences[index],
            body: parts.body(index, findings),
        })
        .collect();
    preamble(&parts, findings);
    Report { sections }
}

/// What the heading's `{.class}` says; standard sections are public, others internal.
fn audience(
    file: &SourceFile,
    heading: &Heading,
    is_standard: bool,
    findings: &mut Vec<Finding>,
) -> Audience {
    let default = if is_standard { Audience::Public } else { Audience::Internal };
    let mut narrowest = None;
    for class in &heading.classes {
        let named = Audience::ALL.iter().find(|(name, _)| name == class).map(|(_, found)| *found);
        if named.is_none() {
            let help = match closest(class, Audience::ALL.map(|(name, _)| name)) {
                Some(name) => {
                    format!("did you mean {{.{name}}}? until then the section is internal")
                }
                None => "it is one of {.public}, {.customers} or {.internal}".to_owned(),
            };
            let message = format!("`.{class}` is no audience");
            findings.push(
                Finding::error(SECTION_AUDIENCE, &file.path, line(heading.span, file), message)
                    .help(help),
            );
        }
        narrowest = narrowest.max(Some(named.unwrap_or(Audience::Internal)));
    }
    narrowest.unwrap_or(default)
}

/// The heading without its line end.
fn line(span: Span, file: &SourceFile) -> Span {
    let text = file.slice(span);
    Span::new(span.start, span.start + text.trim_end().len())
}

fn preamble(parts: &Parts<'_>, findings: &mut Vec<Finding>) {
    let span = parts.outline.preamble;
    let text = &parts.markdown[span.range()];
    let visible = without_comments(text);
    if visible.trim().is_empty() {
        return;
    }
    let start = span.start + (text.len() - text.trim_start().len());
    findings.push(
        Finding::error(
            LOST_TEXT,
            &parts.file.path,
            Span::new(start, start + text.trim().lines().next().unwrap_or_default().len()),
            "text before the first section is shown to nobody",
        )
        .help("put it under a `##` heading"),
    );
}

struct Parts<'p> {
    file: &'p SourceFile,
    markdown: &'p str,
    outline: &'p Outline,
    audiences: &'p [Audience],
}

impl Parts<'_> {
    /// A section's prose with the link and footnote definitions it uses, wherever in the
    /// report they stand, and without those that only others use.
    fn body(&self, index: usize, findings: &mut Vec<Finding>) -> String {
        let body = self.outline.sections[index].body;
        let mut text = String::with_capacity(body.end - body.start);
        let mut from = body.start;
        for note in self.outline.footnote_definitions.iter().filter(|n| body.contains(n.span)) {
            if !self.uses_footnote(body, &note.label) {
                text.push_str(&self.markdown[from..note.span.start]);
                from = note.span.end;
            }
        }
        text.push_str(&self.markdown[from..body.end]);
        for definition in self.borrowed(index, findings) {
            text.push_str("\n\n");
            text.push_str(self.markdown[definition.span.range()].trim_end());
        }
        text.trim_matches(['\r', '\n']).trim_end().to_owned()
    }

    fn uses_footnote(&self, body: Span, label: &str) -> bool {
        let uses = &self.outline.footnote_uses;
        uses.iter().any(|used| body.contains(used.span) && same_label(&used.label, label))
    }

    /// Definitions that a section uses and another one holds. A definition in a narrower
    /// section stays there: nothing internal gets out through a footnote.
    fn borrowed(&self, index: usize, findings: &mut Vec<Finding>) -> Vec<&Definition> {
        let body = self.outline.sections[index].body;
        let links = self.outline.link_definitions.iter().filter(|definition| {
            let text = self.markdown[body.range()].to_lowercase();
            !body.contains(definition.span)
                && text.contains(&format!("[{}]", definition.label.to_lowercase()))
        });
        let notes = self.outline.footnote_definitions.iter().filter(|definition| {
            !body.contains(definition.span) && self.uses_footnote(body, &definition.label)
        });
        let mut borrowed = Vec::new();
        for definition in links.chain(notes) {
            let home = self.outline.section_at(definition.span);
            let home_audience = home.map_or(Audience::Internal, |home| self.audiences[home]);
            if home_audience <= self.audiences[index] {
                borrowed.push(definition);
            } else {
                findings.push(self.narrower(index, definition));
            }
        }
        borrowed
    }

    fn narrower(&self, index: usize, definition: &Definition) -> Finding {
        let heading = &self.outline.headings[self.outline.sections[index].heading];
        let message = format!(
            "\"{}\" refers to `{}`, which is defined where fewer people may read",
            heading.text.trim(),
            definition.label
        );
        Finding::error(LOST_TEXT, &self.file.path, line(definition.span, self.file), message)
            .help("move the definition into the section that uses it")
            .related(&self.file.path, line(heading.span, self.file), "used in this section")
    }
}

/// Labels match without regard to case (CommonMark 0.31.2, section 4.7).
fn same_label(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
