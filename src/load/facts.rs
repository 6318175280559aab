use crate::diagnostic::Finding;
use crate::fields::{self, Sink, Table};
use crate::model::{
    Action, ActionKind, ActionStatus, Audience, Correction, DataLoss, Facts, Impact, ImpactStatus,
    IncidentKind, Link, Moment, Period, State, TimelineEntry, TimelineKind, Update, UpdateStatus,
    Zone,
};
use crate::source::{KeptItems, SourceFile, TomlValue};

use super::moment::moment;

/// What a `facts.toml` holds.
pub(super) struct Read {
    pub(super) facts: Facts,
    pub(super) kept: KeptItems,
    pub(super) findings: Vec<Finding>,
}

/// Reads `facts.toml`; what cannot be read is left out and reported.
pub(super) fn read(file: &SourceFile, default_zone: &Zone) -> Read {
    let sink = Sink::new(&file.path);
    let text = file.parsable();
    let document = fields::parse(&text, &sink);
    let table = Table::root(&document, &sink);
    let mut kept = KeptItems::default();
    let facts = facts(&table, default_zone, &mut kept);
    table.finish();
    Read { facts, kept, findings: sink.into_findings() }
}

fn facts(table: &Table<'_, '_>, default_zone: &Zone, kept: &mut KeptItems) -> Facts {
    let zone = zone(table).unwrap_or_else(|| default_zone.clone());
    Facts {
        title: table.required_text("title").map(|title| owned(title.value)).unwrap_or_default(),
        kind: table.choice("kind", IncidentKind::ALL).unwrap_or(IncidentKind::Incident),
        state: table.choice("state", State::ALL).unwrap_or(State::Ongoing),
        severity: text(table, "severity"),
        components: strings(table, "components"),
        tags: strings(table, "tags"),
        byline: text(table, "byline"),
        started: moment(table, "started", &zone),
        detected: moment(table, "detected", &zone),
        mitigated: moment(table, "mitigated", &zone),
        resolved: moment(table, "resolved", &zone),
        published: moment(table, "published", &zone),
        data_loss: table.choice("data_loss", DataLoss::ALL),
        scheduled: table.table("scheduled").and_then(|inner| scheduled(inner, &zone)),
        counts: counts(table),
        roles: roles(table),
        impact: list(table, "impact", kept, |item| impact(item, &zone)),
        timeline: list(table, "timeline", kept, |item| timeline_entry(item, &zone)),
        updates: list(table, "update", kept, |item| update(item, &zone)),
        actions: list(table, "action", kept, action),
        corrections: list(table, "correction", kept, |item| correction(item, &zone)),
        links: list(table, "link", kept, link),
        zone,
    }
}

fn zone(table: &Table<'_, '_>) -> Option<Zone> {
    let found = table.string("timezone")?;
    let zone = Zone::named(found.value);
    if zone.is_none() {
        table.report(
            Finding::error(
                super::rules::BAD_TIME,
                table.file(),
                found.span,
                format!("unknown time zone \"{}\"", found.value),
            )
            .field(found.path.from_root())
            .help("use a name of the IANA database, like Europe/Zurich"),
        );
    }
    zone
}

/// The items of an array of tables that could be read.
fn list<'s, 'd, T>(
    table: &Table<'s, 'd>,
    key: &'static str,
    kept: &mut KeptItems,
    read: impl Fn(&Table<'s, 'd>) -> Option<T>,
) -> Vec<T> {
    let mut items = Vec::new();
    for item in table.tables(key) {
        if let Some(value) = read(&item) {
            items.push(value);
            kept.keep(key, item.index());
        }
        item.finish();
    }
    items
}

fn scheduled(table: Table<'_, '_>, zone: &Zone) -> Option<Period> {
    table.require("start");
    table.require("end");
    let start = moment(&table, "start", zone);
    let end = moment(&table, "end", zone);
    table.finish();
    Some(Period { start: start?, end: Some(end?) })
}

fn counts(table: &Table<'_, '_>) -> Vec<(String, i64)> {
    let Some(inner) = table.table("counts") else {
        return Vec::new();
    };
    inner
        .entries("a whole number", TomlValue::as_integer)
        .into_iter()
        .map(|(noun, number)| (owned(noun), number.value))
        .collect()
}

fn roles(table: &Table<'_, '_>) -> Vec<(String, String)> {
    let Some(inner) = table.table("roles") else {
        return Vec::new();
    };
    inner
        .entries("a name", |value| value.as_str())
        .into_iter()
        .map(|(role, name)| (owned(role), owned(name.value)))
        .collect()
}

fn impact(item: &Table<'_, '_>, zone: &Zone) -> Option<Impact> {
    item.require("status");
    item.require("start");
    let component = item.required_text("component");
    let resource = text(item, "resource");
    let status = item.choice("status", ImpactStatus::ALL);
    let start = moment(item, "start", zone);
    let end = moment(item, "end", zone);
    if item.has("end") && end.is_none() {
        return None;
    }
    Some(Impact {
        component: owned(component?.value),
        resource,
        status: status?,
        period: Period { start: start?, end },
    })
}

fn timeline_entry(item: &Table<'_, '_>, zone: &Zone) -> Option<TimelineEntry> {
    item.require("at");
    let at = moment(item, "at", zone);
    let words = item.required_text("text");
    let audience = audience(item, Audience::Internal);
    let wording = text(item, "wording");
    let kind = item.choice("kind", TimelineKind::ALL);
    let source = text(item, "source");
    Some(TimelineEntry { at: at?, text: owned(words?.value), audience, wording, kind, source })
}

fn update(item: &Table<'_, '_>, zone: &Zone) -> Option<Update> {
    item.require("at");
    item.require("status");
    let at = moment(item, "at", zone);
    let status = item.choice("status", UpdateStatus::ALL);
    let title = text(item, "title");
    let words = item.required_text("text");
    let audience = audience(item, Audience::Public);
    Some(Update { at: at?, status: status?, title, text: owned(words?.value), audience })
}

fn action(item: &Table<'_, '_>) -> Option<Action> {
    let title = item.required_text("title");
    let action = Action {
        id: text(item, "id"),
        title: String::new(),
        kind: item.choice("kind", ActionKind::ALL),
        owner: text(item, "owner"),
        due: item.day("due"),
        status: item.choice("status", ActionStatus::ALL).unwrap_or(ActionStatus::Open),
        done: item.day("done"),
        audience: audience(item, Audience::Internal),
        link: text(item, "link"),
    };
    Some(Action { title: owned(title?.value), ..action })
}

fn correction(item: &Table<'_, '_>, zone: &Zone) -> Option<Correction> {
    item.require("at");
    let at: Option<Moment> = moment(item, "at", zone);
    let words = item.required_text("text");
    Some(Correction { at: at?, text: owned(words?.value) })
}

fn link(item: &Table<'_, '_>) -> Option<Link> {
    let title = item.required_text("title");
    let url = text(item, "url");
    let audience = audience(item, Audience::Internal);
    Some(Link { title: owned(title?.value), url, audience })
}

/// The audience a table names. One that cannot be read is the narrowest: nothing gets out by
/// a typing slip.
fn audience(item: &Table<'_, '_>, default: Audience) -> Audience {
    let named = item.choice("audience", &Audience::ALL);
    if item.has("audience") { named.unwrap_or(Audience::Internal) } else { default }
}

fn text(table: &Table<'_, '_>, key: &'static str) -> Option<String> {
    table.text(key).map(|found| owned(found.value))
}

fn strings(table: &Table<'_, '_>, key: &'static str) -> Vec<String> {
    table.strings(key).into_iter().map(|item| owned(item.value)).collect()
}

fn owned(text: &str) -> String {
    text.to_owned()
}
