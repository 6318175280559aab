//! Descriptions of components and groups in `incident.toml`: the site shows them to everybody.

use std::cell::LazyCell;

use super::report::Reported;
use super::{
    email_address, internal_host, internal_link, mac_address, person_name, phone_number,
    private_address, ticket_id,
};
use crate::check::audience::{Authors, leaks_in};
use crate::check::rule::Rule;
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::source::{FieldIndex, FieldPath, Part, SourceFile, in_literal};

const RULES: [(&Rule, &Reported); 8] = [
    (&internal_link::RULE, &internal_link::LEAK),
    (&email_address::RULE, &email_address::LEAK),
    (&internal_host::RULE, &internal_host::LEAK),
    (&private_address::RULE, &private_address::LEAK),
    (&mac_address::RULE, &mac_address::LEAK),
    (&phone_number::RULE, &phone_number::LEAK),
    (&ticket_id::RULE, &ticket_id::LEAK),
    (&person_name::RULE, &person_name::LEAK),
];

/// What they give away.
pub(in crate::check) fn leaks(
    file: &SourceFile,
    config: &Config,
    authors: &Authors,
) -> Vec<Finding> {
    let groups = config.groups.iter().map(|group| &group.description);
    let components = config.components.iter().map(|component| &component.description);
    let described = |list: &'static str, texts: Vec<&'_ Option<String>>| {
        let texts = texts.into_iter().enumerate();
        let texts: Vec<(FieldPath, String)> = texts
            .filter_map(|(at, text)| {
                let field = FieldPath::from(list).index(at).key("description");
                Some((field, text.clone()?))
            })
            .collect();
        texts
    };
    let texts = described("group", groups.collect());
    let texts = texts.into_iter().chain(described("component", components.collect()));
    let fields = LazyCell::new(|| FieldIndex::of(&file.parsable()));
    let mut found = Vec::new();
    for (field, text) in texts {
        for (kind, span) in leaks_in(&text, config, authors) {
            let Some((rule, reported)) = RULES.iter().find(|(_, rule)| rule.kind == kind) else {
                continue;
            };
            let value = fields.locate(&field, Part::Value);
            let within = in_literal(file.slice(value), span);
            let place = within.map_or(value, |within| within.shifted(value.start));
            let words = text.get(span.range()).unwrap_or_default();
            let message = reported.message("readers of the site", words);
            let finding = Finding::error(rule.id, &file.path, place, message);
            found.push(finding.field(field.clone()).help(reported.help()));
        }
    }
    found
}
