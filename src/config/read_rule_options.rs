//! `[audience]` and `[words]`: what the rules of two families look for.

use super::types::{Disclosure, Words};
use crate::fields::{Table, Value};

pub(super) fn audience(table: &Table<'_, '_>, default: Disclosure) -> Disclosure {
    let Some(inner) = table.table("audience") else {
        return default;
    };
    let is_given = inner.has("internal_suffixes");
    let mut suffixes = Vec::new();
    for found in inner.strings("internal_suffixes") {
        let name = found.value.trim_start_matches("*.").trim_matches('.').to_lowercase();
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '/') {
            let message = format!("`{}` is no end of a host name: \"{}\"", found.path, found.value);
            inner.bad_value(&found, message, Some("write it like .internal".to_owned()));
        } else {
            suffixes.push(format!(".{name}"));
        }
    }
    let allow = phrases(&inner, "allow");
    let tickets = inner.strings("tickets");
    let options = Disclosure {
        internal_suffixes: if is_given { suffixes } else { default.internal_suffixes },
        allow,
        tickets: tickets.iter().filter_map(|found| ticket(&inner, found)).collect(),
    };
    inner.finish();
    options
}

/// A pattern with exactly one `#` and something beside it.
fn ticket(inner: &Table<'_, '_>, found: &Value<'_, &str>) -> Option<String> {
    let is_pattern = found.value.matches('#').count() == 1
        && found.value.len() > 2
        && !found.value.contains(char::is_whitespace);
    if !is_pattern {
        let message = format!("`{}` is no pattern of tickets: \"{}\"", found.path, found.value);
        let help = "write it like OPS-#, where # stands for the number".to_owned();
        inner.bad_value(found, message, Some(help));
    }
    is_pattern.then(|| found.value.to_owned())
}

pub(super) fn words(table: &Table<'_, '_>) -> Words {
    let Some(inner) = table.table("words") else {
        return Words::default();
    };
    let words = Words {
        blame: phrases(&inner, "blame"),
        empty_apology: phrases(&inner, "empty_apology"),
        jargon: phrases(&inner, "jargon"),
        weasel: phrases(&inner, "weasel"),
        allow: phrases(&inner, "allow"),
    };
    inner.finish();
    words
}

/// A list of phrases in lower case; a blank one would be found everywhere.
fn phrases(inner: &Table<'_, '_>, key: &'static str) -> Vec<String> {
    let mut phrases = Vec::new();
    for found in inner.strings(key) {
        if found.value.trim().is_empty() {
            let message = format!("`{}` is empty", found.path);
            inner.bad_value(&found, message, Some("write a phrase".to_owned()));
        } else {
            phrases.push(found.value.trim().to_lowercase());
        }
    }
    phrases
}
