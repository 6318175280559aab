use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nesting::{MAX_LEVELS, too_deep};
use super::toml_value::{TomlEntry, TomlItem, TomlTable, TomlValue};
use super::{Sink, TOML_SYNTAX, sound};
use crate::diagnostic::Finding;
use crate::source::{LineIndex, Span};

/// Syntax faults reported per file: one slip can make a parser stumble over every line below.
const MAX_SYNTAX_FAULTS: usize = 10;

/// Parses TOML, keeping what is sound and reporting what is not.
pub fn parse<'d>(document: &'d str, sink: &Sink<'_>) -> TomlTable<'d> {
    sound::read(document).unwrap_or_else(|| recovered(document, sink))
}

/// Parses TOML in which something may be wrong.
pub(super) fn recovered<'d>(document: &'d str, sink: &Sink<'_>) -> TomlTable<'d> {
    let (table, errors) = DeTable::parse_recoverable(document);
    let fault = |error: &toml::de::Error| {
        let span = error.span().map(Span::from);
        if error.message().contains("recurs") {
            (span.or_else(|| too_deep(document)).unwrap_or_default(), nested_too_deep())
        } else {
            (span.unwrap_or_default(), first_line(error.message()))
        }
    };
    let mut faults: Vec<(Span, String)> = errors.iter().map(fault).collect();
    faults.extend(no_numbers(table.get_ref()).map(|span| (span, NO_NUMBER.to_owned())));
    faults.sort_unstable();
    if faults.len() > 1 {
        let index = LineIndex::new(document);
        faults.dedup_by_key(|(span, _)| index.position(span.start).line);
    }
    for (span, message) in faults.into_iter().take(MAX_SYNTAX_FAULTS) {
        sink.report(
            Finding::error(TOML_SYNTAX, sink.file(), span, message)
                .help("https://toml.io/en/v1.0.0 describes the syntax"),
        );
    }
    table_of(table.into_inner())
}

fn table_of(table: DeTable<'_>) -> TomlTable<'_> {
    let entry = |(key, value): (Spanned<_>, _)| {
        let key_span = key.span().into();
        TomlEntry { key: key.into_inner(), key_span, item: item_of(value) }
    };
    table.into_iter().map(entry).collect()
}

fn item_of(value: Spanned<DeValue<'_>>) -> TomlItem<'_> {
    let span = value.span().into();
    let value = match value.into_inner() {
        DeValue::String(text) => TomlValue::String(text),
        number @ DeValue::Integer(_) => TomlValue::Integer(integer(&number)),
        DeValue::Float(number) => TomlValue::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(is) => TomlValue::Boolean(is),
        DeValue::Datetime(time) => TomlValue::Datetime(time),
        DeValue::Array(items) => TomlValue::Array(items.into_iter().map(item_of).collect()),
        DeValue::Table(table) => TomlValue::Table(table_of(table)),
    };
    TomlItem { value, span }
}

/// The whole number, where it is one and fits 64 bits.
fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn nested_too_deep() -> String {
    format!("arrays, tables and keys are nested deeper than {MAX_LEVELS} levels")
}

const NO_NUMBER: &str = "this is no number, or one that 64 bits do not hold";

/// Where numbers stand that are none: the parser leaves reading them to whoever wants them.
fn no_numbers<'t>(table: &'t DeTable<'_>) -> impl Iterator<Item = Span> + 't {
    let mut open: Vec<&Spanned<DeValue<'_>>> = table.values().collect();
    std::iter::from_fn(move || {
        while let Some(value) = open.pop() {
            let is_sound = match value.get_ref() {
                DeValue::Integer(_) => integer(value.get_ref()).is_some(),
                DeValue::Float(number) => number.as_str().parse::<f64>().is_ok(),
                DeValue::Array(items) => {
                    open.extend(items.iter());
                    true
                }
                DeValue::Table(inner) => {
                    open.extend(inner.values());
                    true
                }
                _ => true,
            };
            if !is_sound {
                return Some(value.span().into());
            }
        }
        None
    })
}

/// The parser's message without its list of what it would have taken instead.
fn first_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}
