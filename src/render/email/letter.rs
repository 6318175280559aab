use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

use crate::config::{Config, Updates};
use crate::render::inert::{escape, incident_page};
use crate::render::prose::{self, one_line, status};
use crate::view::{Correction, Entry, Section, Time, Update, View};

/// Earlier updates that a mail retells; the page on the web has all of them.
const MOST_EARLIER: usize = 10;

/// What a mail is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The report of an incident.
    Report,
    /// The update with this id.
    Update(String),
    /// The correction with this id.
    Correction(String),
}

impl Kind {
    /// The name for templates.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Update(_) => "update",
            Self::Correction(_) => "correction",
        }
    }

    /// The template of its text.
    pub(super) const fn template(&self) -> &'static str {
        match self {
            Self::Report => "email/incident.txt",
            Self::Update(_) => "email/update.txt",
            Self::Correction(_) => "email/correction.txt",
        }
    }

    /// What tells it from the other mails about an incident:
    /// `2018-06-18-panics.update-20180618T101300Z`.
    pub(super) fn stem(&self, id: &str) -> String {
        match self {
            Self::Report => id.to_owned(),
            Self::Update(update) => format!("{id}.update-{update}"),
            Self::Correction(correction) => format!("{id}.correction-{correction}"),
        }
    }
}

/// A mail before it is laid out: what it tells.
pub(super) struct Letter<'v> {
    pub(super) kind: Kind,
    /// The incident as this mail tells it.
    pub(super) view: Cow<'v, View>,
    pub(super) subject: String,
    pub(super) opening: String,
    /// Whether it closes with an apology: when all is over.
    pub(super) apologises: bool,
    /// Where the web has more; may be empty.
    pub(super) permalink: String,
    /// Whether that page, which is public, has all updates that these readers get.
    pub(super) web_has_all: bool,
    /// When what it says was said.
    pub(super) date: Option<DateTime<FixedOffset>>,
    /// The mails that it follows, oldest first.
    pub(super) follows: Vec<Kind>,
}

/// The mails about an incident: the updates asked for, the report where there is one for these
/// readers, and its corrections.
pub(super) fn letters<'v>(view: &'v View, config: &Config, updates: Updates) -> Vec<Letter<'v>> {
    let mut letters: Vec<Letter<'_>> =
        chosen(view, updates).map(|index| of_update(view, config, index)).collect();
    if view.state == "published" || view.is_internal() {
        letters.push(of_report(view, config));
    }
    if view.state == "published" {
        letters.extend(view.corrections.iter().map(|each| of_correction(view, config, each)));
    }
    letters
}

/// The updates asked for, by their place among those in the view.
pub(super) fn chosen(view: &View, updates: Updates) -> impl Iterator<Item = usize> {
    let last = view.updates.len().checked_sub(1);
    let is_chosen = move |index: usize, update: &Update| match updates {
        Updates::None => false,
        Updates::Latest => Some(index) == last,
        Updates::All => true,
        Updates::Only(number) => update.number == number,
    };
    let places = view.updates.iter().enumerate();
    places.filter(move |(index, update)| is_chosen(*index, update)).map(|(index, _)| index)
}

fn of_report<'v>(view: &'v View, config: &Config) -> Letter<'v> {
    Letter {
        kind: Kind::Report,
        view: Cow::Borrowed(view),
        subject: subject(view, &status(view.status), &view.title),
        opening: prose::opening(view, config),
        apologises: true,
        permalink: if view.state == "published" { page(view, config) } else { String::new() },
        web_has_all: web_has_report(view),
        date: date_of_report(view),
        follows: thread(&view.updates),
    }
}

/// The mail of an update says what was known when it was written, so far as facts can tell:
/// not how things ended, nor what broke later.
fn of_update<'v>(view: &'v View, config: &Config, index: usize) -> Letter<'v> {
    let update = &view.updates[index];
    let earlier = &view.updates[..index];
    let is_final = matches!(update.status, "resolved" | "completed");
    let is_over = is_final || happened(view.resolved.as_ref(), |end| end.to, update.at.from);
    let may_be_over = update.status == "monitoring"
        || happened(view.resolved.as_ref(), |end| end.from, update.at.to);
    let was_before =
        |time: &Time| time.from.is_none() || happened(Some(time), |then| then.from, update.at.to);
    let mut told = frame(view);
    told.status = update.status;
    told.is_open = !is_over;
    told.started = view.started.clone().filter(was_before);
    if is_over {
        told.resolved.clone_from(&view.resolved);
        told.duration.clone_from(&view.duration);
    }
    told.windows = view.windows.iter().filter(|each| was_before(&each.start)).cloned().collect();
    // The title of a report may say what was found out after this update; that of maintenance is
    // as planned.
    let is_incident = view.kind == "incident";
    let is_current = view.state != "published" && index + 1 == view.updates.len();
    let may_know_more = is_incident && !is_current;
    let headline = prose::headline(&told, config).filter(|_| may_know_more);
    let name = own_title(update).or(headline);
    if is_incident && name.is_some() {
        told.title.clear();
    }
    let opening = prose::announcement(&told, config, !may_be_over);
    told.title = name.unwrap_or_else(|| view.title.clone());
    told.windows.clear();
    told.sections = sections_of_update(update, earlier.len());
    told.timeline =
        earlier[earlier.len().saturating_sub(MOST_EARLIER)..].iter().map(entry).collect();

    let repeats = earlier.last().is_some_and(|last| last.status == update.status);
    let label = if repeats { "Update".to_owned() } else { status(update.status) };
    Letter {
        kind: Kind::Update(update.id.clone()),
        subject: subject(&told, &label, &told.title),
        opening,
        apologises: is_final && is_incident,
        permalink: page(view, config),
        web_has_all: web_has_all(view),
        date: update.at.from,
        follows: thread(earlier),
        view: Cow::Owned(told),
    }
}

fn own_title(update: &Update) -> Option<String> {
    update.title.as_deref().map(one_line).filter(|title| !title.is_empty())
}

/// Whether a reading of a time is no later than another.
fn happened(
    time: Option<&Time>,
    reading: impl Fn(&Time) -> Option<DateTime<FixedOffset>>,
    until: Option<DateTime<FixedOffset>>,
) -> bool {
    time.and_then(reading).zip(until).is_some_and(|(time, until)| time <= until)
}

fn sections_of_update(update: &Update, earlier: usize) -> Vec<Section> {
    let time = &update.at.text;
    let what = if update.status == "scheduled" && earlier == 0 { "Announcement" } else { "Update" };
    let heading = match update.at.precision {
        "unknown" => what.to_owned(),
        "between" => format!("{what}, {time}"),
        _ => format!("{what} of {time}"),
    };
    let before = if earlier > MOST_EARLIER {
        format!("The {MOST_EARLIER} updates before this one")
    } else {
        "Earlier updates".to_owned()
    };
    let text = match own_title(update) {
        Some(title) => format!("**{}**\n\n{}", escape(&title), update.markdown),
        None => update.markdown.clone(),
    };
    vec![section("", heading, &text), section("timeline", before, "")]
}

fn of_correction<'v>(view: &'v View, config: &Config, correction: &Correction) -> Letter<'v> {
    let mut told = frame(view);
    told.sections = vec![section("", "What has changed".to_owned(), &correction.markdown)];
    let first = thread(&view.updates).into_iter().take(1);
    let report = date_of_report(view).map(|_| Kind::Report);
    Letter {
        kind: Kind::Correction(correction.id.clone()),
        subject: subject(view, "Correction", &view.title),
        opening: prose::corrected(view, correction),
        apologises: false,
        permalink: page(view, config),
        web_has_all: web_has_report(view),
        date: correction.at.from,
        follows: first.chain(report).collect(),
        view: Cow::Owned(told),
    }
}

/// The incident with its head alone: what it is called, whom it affects, when work is planned.
fn frame(view: &View) -> View {
    View {
        audience: view.audience,
        id: view.id.clone(),
        title: view.title.clone(),
        kind: view.kind,
        state: view.state,
        has_report: view.has_report,
        is_draft: view.is_draft,
        severity: view.severity.clone(),
        components: view.components.clone(),
        byline: None,
        zone: view.zone.clone(),
        clock_changes: Vec::new(),
        started: view.started.clone(),
        detected: None,
        mitigated: None,
        resolved: None,
        published: view.published.clone(),
        scheduled_start: view.scheduled_start.clone(),
        scheduled_end: view.scheduled_end.clone(),
        duration: None,
        time_to_detect: None,
        time_to_mitigate: None,
        data_loss: None,
        status: view.status,
        is_open: view.is_open,
        windows: Vec::new(),
        downtime: Vec::new(),
        sections: Vec::new(),
        timeline: Vec::new(),
        updates: Vec::new(),
        actions: Vec::new(),
        corrections: Vec::new(),
        links: Vec::new(),
        attachments: view.attachments.clone(),
        internal: None,
    }
}

fn section(key: &'static str, heading: String, markdown: &str) -> Section {
    Section {
        key,
        heading,
        anchor: String::new(),
        headings: Vec::new(),
        markdown: markdown.to_owned(),
        audience: "public",
    }
}

/// An earlier update in one line.
fn entry(update: &Update) -> Entry {
    Entry {
        at: update.at.clone(),
        markdown: escape(&prose::gist(update)),
        kind: "communication",
        audience: update.audience,
    }
}

/// The mails to follow for what comes after these updates: the first of them, which all follow, and
/// the last, which has been sent where a first one was forgotten and entered later. Of an update
/// whose time nobody knows there is no message.
fn thread(before: &[Update]) -> Vec<Kind> {
    let mut dated = before.iter().filter(|update| update.at.from.is_some());
    let ends = [dated.next(), dated.next_back()];
    ends.into_iter().flatten().map(|update| Kind::Update(update.id.clone())).collect()
}

/// When a report was sent, as far as facts tell.
fn date_of_report(view: &View) -> Option<DateTime<FixedOffset>> {
    let times = [&view.published, &view.resolved, &view.started];
    let latest = view.updates.last().and_then(|update| update.at.from);
    times.into_iter().flatten().find_map(|time| time.from).or(latest)
}

fn web_has_all(view: &View) -> bool {
    view.updates.iter().all(|update| update.audience == "public")
}

/// Whether everybody may see all that the readers of a report do.
fn web_has_report(view: &View) -> bool {
    let sections = view.sections.iter().map(|section| section.audience);
    let timeline = view.timeline.iter().map(|entry| entry.audience);
    let actions = view.actions.iter().map(|action| action.audience);
    sections.chain(timeline).chain(actions).all(|audience| audience == "public")
}

fn page(view: &View, config: &Config) -> String {
    let base = config.base_url.as_ref();
    base.map_or_else(String::new, |base| incident_page(base, &view.id))
}

/// The subject on one line, as RFC 5322, section 2.2, asks of a header field's body: a line end
/// in a title would end the header.
fn subject(view: &View, label: &str, title: &str) -> String {
    let mark = if view.is_internal() { "[INTERNAL] " } else { "" };
    let began = match view.kind {
        "maintenance" => view.scheduled_start.as_ref().or(view.started.as_ref()),
        _ => view.started.as_ref(),
    };
    let day = began.filter(|time| !time.date.is_empty());
    let day = day.map_or_else(String::new, |time| format!(", {}", time.date));
    format!("{mark}[{label}] {}{day}", one_line(title))
}
