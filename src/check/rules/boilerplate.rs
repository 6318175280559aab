//! Links of the boilerplate, which stands on the pages of all incidents and in mails and posts.

use std::cell::LazyCell;

use super::destination::Destination;
use super::format::dead_link;
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::source::{FieldIndex, FieldPath, Outline, Part, SourceFile, Span, in_literal};

/// Those that lead to no page elsewhere and to no address: outputs drop them, or they lead nowhere.
pub(in crate::check) fn dead_links(file: &SourceFile, config: &Config) -> Vec<Finding> {
    let boilerplate = &config.boilerplate;
    let texts = [
        ("apology", &boilerplate.apology),
        ("contact", &boilerplate.contact),
        ("signature", &boilerplate.signature),
    ];
    let fields = LazyCell::new(|| FieldIndex::of(&file.parsable()));
    let mut found = Vec::new();
    for (key, text) in texts {
        let Some(text) = text else { continue };
        for link in Outline::of(text).references {
            if matches!(
                Destination::of(&link.destination, &[]),
                Destination::Web | Destination::Mail
            ) || link.destination.trim() == "#"
            {
                continue;
            }
            let field = FieldPath::from("boilerplate").key(key);
            let span = words(file, fields.locate(&field, Part::Value), link.span);
            let message = format!(
                "the link leads to `{}`, but this text stands on many pages and in mails",
                link.destination.trim()
            );
            found.push(
                Finding::error(dead_link::RULE.id, &file.path, span, message)
                    .field(field)
                    .help("write the address in full: https://… or mailto:…"),
            );
        }
    }
    found
}

/// The bytes of words of a string; those of the whole where the words cannot be told.
fn words(file: &SourceFile, value: Span, words: Span) -> Span {
    in_literal(file.slice(value), words).map_or(value, |within| within.shifted(value.start))
}
