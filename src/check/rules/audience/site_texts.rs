//! Names, descriptions and links in `incident.toml`: the site shows them to everybody.

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
    let texts = texts(config);
    let fields = LazyCell::new(|| FieldIndex::of(&file.parsable()));
    let mut found = Vec::new();
    for (field, text) in texts {
        for (kind, span) in leaks_in(text, config, authors) {
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

/// The texts with their fields.
fn texts(config: &Config) -> Vec<(FieldPath, &str)> {
    let item = |list: &'static str, at, key: &'static str| FieldPath::from(list).index(at).key(key);
    let mut texts = vec![(FieldPath::from("title"), config.title.as_str())];
    for (at, group) in config.groups.iter().enumerate() {
        texts.push((item("group", at, "name"), &group.name));
        texts.extend(
            group.description.as_deref().map(|text| (item("group", at, "description"), text)),
        );
    }
    for (at, component) in config.components.iter().enumerate() {
        let description = component.description.as_deref();
        texts.push((item("component", at, "name"), &component.name));
        texts.extend(description.map(|text| (item("component", at, "description"), text)));
    }
    for (at, severity) in config.severities.iter().enumerate() {
        texts.push((item("severity", at, "name"), &severity.name));
    }
    let site = |key: &'static str| FieldPath::from("site").key(key);
    texts.extend(config.site.description.as_deref().map(|text| (site("description"), text)));
    let links =
        [("header_link", &config.site.header_links), ("footer_link", &config.site.footer_links)];
    for (list, links) in links {
        for (at, link) in links.iter().enumerate() {
            texts.push((site(list).index(at).key("title"), &link.title));
            // An address for mail is meant to be seen.
            if !link.url.starts_with("mailto:") {
                texts.push((site(list).index(at).key("url"), &link.url));
            }
        }
    }
    texts
}
