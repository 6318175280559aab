use std::collections::BTreeMap;

use super::mailbox::mailbox;
use super::read_blog::blog;
use super::read_rule_options::{audience, words};
use super::read_site::site;
use super::types::{
    Boilerplate, Component, Config, Email, Group, Output, RuleSetting, SectionAlias, Severity,
    Target, Updates,
};
use crate::diagnostic::{Finding, Level};
use crate::fields::{self, Sink, Table, closest, listed};
use crate::source::SourceFile;

/// Reads `incident.toml`. `sections` are the keys that `[sections]` may have.
#[must_use]
pub fn parse(file: &SourceFile, sections: &[&'static str]) -> (Config, Vec<Finding>) {
    let sink = Sink::new(&file.path);
    let text = file.parsable();
    let document = fields::parse(&text, &sink);
    let table = Table::root(&document, &sink);
    let config = config(&table, sections);
    table.finish();
    (config, sink.into_findings())
}

fn config(table: &Table<'_, '_>, sections: &[&'static str]) -> Config {
    let default = Config::default();
    let groups = groups(table);
    let components = components(table, &groups);
    Config {
        title: text(table, "title").unwrap_or(default.title),
        base_url: base_url(table),
        timezone: timezone(table).unwrap_or(default.timezone),
        language: text(table, "language").unwrap_or(default.language),
        groups,
        components,
        severities: severities(table).unwrap_or(default.severities),
        sections: aliases(table, sections),
        rules: rules(table),
        output: output(table, default.output),
        site: site(table, default.site),
        email: email(table, default.email),
        blog: blog(table, default.blog),
        boilerplate: boilerplate(table),
        audience: audience(table, default.audience),
        words: words(table),
    }
}

pub(super) fn text(table: &Table<'_, '_>, key: &'static str) -> Option<String> {
    table.text(key).map(|found| found.value.to_owned())
}

fn base_url(table: &Table<'_, '_>) -> Option<String> {
    let found = table.string("base_url")?;
    let host = ["https://", "http://"].iter().find_map(|scheme| found.value.strip_prefix(scheme));
    if host
        .is_none_or(|host| host.is_empty() || found.value.contains([' ', '"', '<', '>', '?', '#']))
    {
        table.bad_value(
            &found,
            format!("`base_url` is no web address: \"{}\"", found.value),
            Some("write it like https://status.example.com".to_owned()),
        );
        return None;
    }
    Some(found.value.trim_end_matches('/').to_owned())
}

fn timezone(table: &Table<'_, '_>) -> Option<String> {
    let found = table.string("timezone")?;
    if jiff::tz::TimeZone::get(found.value).is_err() {
        let help = "use a name of the IANA database, like Europe/Zurich".to_owned();
        let message = format!("unknown time zone \"{}\"", found.value);
        table.bad_value(&found, message, Some(help));
        return None;
    }
    Some(found.value.to_owned())
}

fn groups(table: &Table<'_, '_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for item in table.tables("group") {
        let name = item.required_text("name");
        let description = text(&item, "description");
        item.finish();
        if let Some(name) = name {
            groups.push(Group { name: name.value.to_owned(), description });
        }
    }
    groups
}

fn components(table: &Table<'_, '_>, groups: &[Group]) -> Vec<Component> {
    let mut components: Vec<Component> = Vec::new();
    let mut places = BTreeMap::new();
    for item in table.tables("component") {
        let id = item.required_text("id");
        let name = text(&item, "name");
        let group = group(&item, groups);
        let description = text(&item, "description");
        let aliases = item.strings("aliases");
        let retired = item.day("retired");
        if let Some(id) = id {
            for key in std::iter::once(&id).chain(&aliases) {
                if places.insert(key.value.to_owned(), key.span).is_some() {
                    let message = format!("two components are called \"{}\"", key.value);
                    item.bad_value(key, message, Some("ids and aliases must be unique".to_owned()));
                }
            }
            components.push(Component {
                id: id.value.to_owned(),
                name: name.unwrap_or_else(|| id.value.to_owned()),
                group,
                description,
                aliases: aliases.into_iter().map(|alias| alias.value.to_owned()).collect(),
                retired,
            });
        }
        item.finish();
    }
    components
}

fn group(item: &Table<'_, '_>, groups: &[Group]) -> Option<String> {
    let found = item.string("group")?;
    if !groups.is_empty() && !groups.iter().any(|group| group.name == found.value) {
        let names = groups.iter().map(|group| group.name.as_str());
        let help = match closest(found.value, names) {
            Some(name) => format!("did you mean \"{name}\"?"),
            None => "add a [[group]] with this name".to_owned(),
        };
        item.bad_value(&found, format!("no group is called \"{}\"", found.value), Some(help));
    }
    Some(found.value.to_owned())
}

fn severities(table: &Table<'_, '_>) -> Option<Vec<Severity>> {
    let items = table.tables("severity");
    let mut severities = Vec::new();
    for item in items {
        let id = item.required_text("id");
        let name = text(&item, "name");
        item.finish();
        if let Some(id) = id {
            let id = id.value.to_owned();
            severities.push(Severity { name: name.unwrap_or_else(|| id.clone()), id });
        }
    }
    (!severities.is_empty()).then_some(severities)
}

fn aliases(table: &Table<'_, '_>, sections: &[&'static str]) -> Vec<SectionAlias> {
    let Some(inner) = table.table("sections") else {
        return Vec::new();
    };
    let mut aliases: Vec<SectionAlias> = Vec::new();
    for section in sections {
        for found in inner.strings(section) {
            let taken =
                aliases.iter().find(|alias| alias.heading.eq_ignore_ascii_case(found.value));
            if let Some(other) = taken.filter(|other| other.section != *section) {
                inner.bad_value(
                    &found,
                    format!("\"{}\" already stands for {}", found.value, other.section),
                    Some("a heading can mean one section only".to_owned()),
                );
                continue;
            }
            aliases.push(SectionAlias { section, heading: found.value.to_owned() });
        }
    }
    inner.finish();
    aliases
}

fn rules(table: &Table<'_, '_>) -> Vec<RuleSetting> {
    const LEVELS: [(&str, Option<Level>); 3] =
        [("off", None), ("warning", Some(Level::Warning)), ("error", Some(Level::Error))];
    let Some(inner) = table.table("rules") else {
        return Vec::new();
    };
    let mut settings = Vec::new();
    for (rule, found) in inner.entries("a level", |value| value.as_str()) {
        match LEVELS.iter().find(|(word, _)| *word == found.value) {
            Some((_, level)) => {
                settings.push(RuleSetting {
                    rule: rule.to_owned(),
                    level: *level,
                    span: found.span,
                });
            }
            None => {
                let words = LEVELS.map(|(word, _)| word);
                let message = format!("`{}` cannot be \"{}\"", found.path, found.value);
                inner.bad_value(&found, message, Some(format!("it is one of {}", listed(&words))));
            }
        }
    }
    settings
}

/// Whether a relative path cannot leave the folder that it starts from.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['/', '\\'])
        && !path.contains(':')
        && !path.split(['/', '\\']).any(|part| matches!(part, ".." | "." | ""))
}

/// Whether a path from the root leads to where the workspace or git keep what outputs are made of.
#[must_use]
pub fn is_taken(path: &str) -> bool {
    /// Folders of a workspace. Some file systems know them in capitals, too.
    const OWN: [&str; 3] = ["incidents", "templates", ".incident"];
    let is = |part: &str, name: &str| part.eq_ignore_ascii_case(name);
    let mut parts = path.split(['/', '\\']);
    let first = path.split(['/', '\\']).next().unwrap_or_default();
    OWN.iter().any(|own| is(first, own)) || parts.any(|part| is(part, ".git"))
}

fn output(table: &Table<'_, '_>, default: Output) -> Output {
    let Some(inner) = table.table("output") else {
        return default;
    };
    let dir = inner.string("dir").and_then(|found| {
        let (message, help) = if !is_inside(found.value) {
            ("leaves the workspace", "name a folder below the root; --out takes any folder")
        } else if is_taken(found.value) {
            ("is no place for outputs", "choose a folder that nothing else is kept in")
        } else {
            return Some(found.value.to_owned());
        };
        let message = format!("`output.dir` {message}: \"{}\"", found.value);
        inner.bad_value(&found, message, Some(help.to_owned()));
        None
    });
    let mut targets = Vec::new();
    let given = inner.has("targets");
    for found in inner.strings("targets") {
        match Target::ALL.iter().find(|(name, _)| *name == found.value) {
            Some((_, target)) => targets.push(*target),
            None => inner.unknown_word(&found, &Target::ALL.map(|(name, _)| name)),
        }
    }
    inner.finish();
    tiny_sort::stable::sort(&mut targets);
    targets.dedup();
    Output {
        dir: dir.unwrap_or(default.dir),
        targets: if given { targets } else { default.targets },
    }
}

fn email(table: &Table<'_, '_>, default: Email) -> Email {
    let Some(inner) = table.table("email") else {
        return default;
    };
    let width = inner.integer("width", 40).and_then(|found| {
        // RFC 5322, section 2.1.1: lines should be no longer than 78 characters.
        if found.value > 78 {
            let help = "RFC 5322 asks for lines of at most 78 characters".to_owned();
            inner.bad_value(&found, format!("`{}` is more than 78", found.path), Some(help));
            return None;
        }
        usize::try_from(found.value).ok()
    });
    let email = Email {
        width: width.unwrap_or(default.width),
        updates: inner.choice("updates", &Updates::ALL).unwrap_or(default.updates),
        from: mailbox(&inner, "from"),
        reply_to: mailbox(&inner, "reply_to"),
        to: mailbox(&inner, "to"),
    };
    inner.finish();
    email
}

fn boilerplate(table: &Table<'_, '_>) -> Boilerplate {
    let Some(inner) = table.table("boilerplate") else {
        return Boilerplate::default();
    };
    let boilerplate = Boilerplate {
        apology: text(&inner, "apology"),
        contact: text(&inner, "contact"),
        signature: text(&inner, "signature"),
    };
    inner.finish();
    boilerplate
}
