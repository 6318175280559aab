use super::nesting::{MAX_LEVELS, too_deep};
use super::{Sink, TOML_SYNTAX, conflicts};
use crate::diagnostic::Finding;
use crate::source::{LineIndex, Span, TomlItem, TomlTable, TomlValue, recovered_toml, sound_toml};

/// Syntax faults reported per file: one slip can make a parser stumble over every line below.
const MAX_SYNTAX_FAULTS: usize = 10;

/// Parses TOML, keeping what is sound and reporting what is not.
pub fn parse<'d>(document: &'d str, sink: &Sink<'_>) -> TomlTable<'d> {
    let conflicts = conflicts(document, sink);
    sound_toml(document).unwrap_or_else(|| match conflicts {
        0 => recovered(document, sink),
        // What else the parser stumbles over is their doing.
        _ => recovered_toml(document).0,
    })
}

fn recovered<'d>(document: &'d str, sink: &Sink<'_>) -> TomlTable<'d> {
    let (mut table, errors) = recovered_toml(document);
    let fault = |error: &toml::de::Error| {
        let span = error.span().map(Span::from);
        if error.message().contains("recurs") {
            (span.or_else(|| too_deep(document)).unwrap_or_default(), nested_too_deep())
        } else {
            (span.unwrap_or_default(), first_line(error.message()))
        }
    };
    let mut faults: Vec<(Span, String)> = errors.iter().map(fault).collect();
    faults.extend(no_numbers(&table).map(|span| (span, NO_NUMBER.to_owned())));
    faults.sort_unstable();
    table.forget_numbers(&|span| {
        faults.iter().any(|(fault, _)| span.start <= fault.start && fault.start < span.end)
    });
    if faults.len() > 1 {
        let index = LineIndex::new(document);
        faults.dedup_by_key(|(span, _)| index.position(span.start).line);
    }
    for (span, message) in faults.into_iter().take(MAX_SYNTAX_FAULTS) {
        let (message, help) = match unquoted(document, span) {
            Some((key, text)) => (
                "a text stands in quotes".to_owned(),
                format!("put quotes around it: {key} = \"{text}\""),
            ),
            None => (message, "https://toml.io/en/v1.1.0 describes the syntax".to_owned()),
        };
        sink.report(Finding::error(TOML_SYNTAX, sink.file(), span, message).help(help));
    }
    table
}

/// The key and the text of a line like `kind = incident`, where that is what a fault is about.
fn unquoted(document: &str, fault: Span) -> Option<(&str, &str)> {
    let before = document.get(..fault.start)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = document.get(start..)?.lines().next()?;
    let (key, text) = line.split_once('=')?;
    let (key, text) = (key.trim(), text.split('#').next()?.trim());
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | ',' | '\'');
    let is_text = text.starts_with(char::is_alphabetic) && text.chars().all(is_plain);
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    (is_text && is_key && fault.start >= start + line.find('=')?).then_some((key, text))
}

fn nested_too_deep() -> String {
    format!("arrays, tables and keys are nested deeper than {MAX_LEVELS} levels")
}

const NO_NUMBER: &str = "this is no number, or one that 64 bits do not hold";

/// Where numbers stand that are none: the parser leaves reading them to whoever wants them.
fn no_numbers<'t>(table: &'t TomlTable<'_>) -> impl Iterator<Item = Span> + 't {
    let items = |table: &'t TomlTable<'_>| table.entries().iter().map(|entry| &entry.item);
    let mut open: Vec<&TomlItem<'_>> = items(table).collect();
    std::iter::from_fn(move || {
        while let Some(TomlItem { value, span }) = open.pop() {
            match value {
                value if value.is_no_number() => return Some(*span),
                TomlValue::Array(inner) => open.extend(inner),
                TomlValue::Table(inner) => open.extend(items(inner)),
                _ => {}
            }
        }
        None
    })
}

/// The parser's message without its list of what it would have taken instead.
fn first_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}
