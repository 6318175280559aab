use std::collections::BTreeSet;

use chrono::{DateTime, NaiveTime};

use crate::check::exposure::comments;
use crate::check::rule::rule;
use crate::check::subject::{Before, Findings, Subject};
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::model::{Audience, Incident, State};
use crate::source::{FieldIndex, FieldPath, Part, SourceFile, Span, attachment};
use crate::view::{Correction, Section, Time, View};

rule! {
    /// Finds changes that readers see in a published incident, and that no correction tells.
    ///
    /// The incident is compared with what git holds at the base of the check: the last commit,
    /// or the merge base of `--changed`. What readers see is compared, not bytes: white space,
    /// internal text and the progress of actions are free, and so are new updates. Attachments
    /// that they see are compared by their bytes. Where `timezone` or `[sections]` of
    /// `incident.toml` is another than at the base, all published incidents are compared, and what
    /// that changes in those that did not change themselves is one finding there.
    ///
    /// ## Why
    ///
    /// A report that changes in silence is worth less than one with a mistake in it. Readers who
    /// come back, and those who quoted it, must be able to see what is different now.
    ///
    /// ## Fails
    ///
    /// ```toml facts before
    /// title = "Checkout failed"
    /// state = "published"
    /// resolved = 2024-05-02T10:40:00
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// resolved = 2024-05-02T11:40:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts before
    /// title = "Checkout failed"
    /// state = "published"
    /// resolved = 2024-05-02T10:40:00
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// resolved = 2024-05-02T11:40:00
    ///
    /// [[correction]]
    /// at = 2024-05-06T09:00:00
    /// text = "The first version had the end an hour too early."
    /// ```
    "changed-after-publication", Publication, Error, check
}

const HELP: &str = "say so in a [[correction]] with `at` and `text`, or take the change back";

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let was_published = |before: &&Before| before.incident.facts.state == State::Published;
    let Some(before) = subject.before.filter(was_published) else { return };
    let (old, new) = (view(&before.incident, subject), view(subject.incident, subject));
    let is_corrected = new.corrections.len() > old.corrections.len();
    if subject.incident.facts.state != State::Published || is_corrected {
        return;
    }
    fields(&old, &new, findings);
    sections(&old, &new, subject, findings);
    timeline(&old, &new, findings);
    windows(&old, &new, findings);
    updates(&old, &new, findings);
    actions(&old, &new, findings);
    corrections(&old, &new, findings);
    links(&old, &new, findings);
    attachments(&before.replaced, &new, subject, findings);
}

/// Whether customers read something else of a published incident than before.
pub(in crate::check) fn reads_otherwise(was: &Incident, is: &Incident, config: &Config) -> bool {
    // The moment is of no consequence for what has ended, and the same for both.
    let seen = |incident| View::new(incident, Audience::Customers, config, DateTime::default());
    // What cannot be written as JSON is no difference.
    let told = |incident| serde_json::to_string(&seen(incident)).unwrap_or_default();
    told(was) != told(is)
}

/// A finding at a key of the configuration, by which incidents that did not change themselves read
/// otherwise than when they were published.
pub(in crate::check) fn reconfigured(
    file: &SourceFile,
    key: &'static str,
    was: &Config,
    ids: &[&str],
) -> Option<Finding> {
    const MOST: usize = 3;
    let (count, named) = (ids.len(), ids.get(..MOST).unwrap_or(ids).join(", "));
    let more = match count.saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let incidents = if count == 1 { "a published incident" } else { "published incidents" };
    let (message, help) = match key {
        "timezone" => (
            format!("`timezone` was \"{}\", which moves times of {incidents}", was.timezone),
            format!(
                "give each `timezone = \"{}\"` of its own or a [[correction]], or take the change \
                 back",
                was.timezone
            ),
        ),
        _ => (
            format!("`{key}` has changed what readers see of {incidents}"),
            "write a [[correction]] into each, or take the change back".to_owned(),
        ),
    };
    let field = FieldPath::from(key);
    let span = FieldIndex::of(&file.parsable()).locate(&field, Part::Value);
    let message = format!("{message}: {named}{more}");
    let finding = Finding::error(RULE.id, &file.path, span, message).field(field).help(help);
    (count > 0).then_some(finding)
}

/// What customers see, which is all that anybody outside sees.
fn view(incident: &Incident, subject: &Subject<'_>) -> View {
    let now = subject.today.and_time(NaiveTime::MIN).and_utc().fixed_offset();
    View::new(incident, Audience::Customers, subject.config, now)
}

fn fields(old: &View, new: &View, findings: &mut Findings<'_>) {
    let text = |time: &Option<Time>| time.as_ref().map(|time| time.text.clone());
    let components = |view: &View| {
        let ids: Vec<&str> =
            view.components.iter().map(|component| component.id.as_str()).collect();
        Some(ids.join(", "))
    };
    let severity = |view: &View| view.severity.as_ref().map(|severity| severity.id.clone());
    let fields = [
        ("title", Some(old.title.clone()), Some(new.title.clone())),
        ("byline", old.byline.clone(), new.byline.clone()),
        ("severity", severity(old), severity(new)),
        ("components", components(old), components(new)),
        ("started", text(&old.started), text(&new.started)),
        ("detected", text(&old.detected), text(&new.detected)),
        ("mitigated", text(&old.mitigated), text(&new.mitigated)),
        ("resolved", text(&old.resolved), text(&new.resolved)),
        ("published", text(&old.published), text(&new.published)),
        ("data_loss", old.data_loss.map(str::to_owned), new.data_loss.map(str::to_owned)),
    ];
    for (key, was, is) in fields {
        if was != is {
            let was = was.map_or_else(|| "absent".to_owned(), |was| format!("\"{was}\""));
            findings
                .at_field(
                    FieldPath::from(key),
                    format!("`{key}` was {was} when the report was published"),
                )
                .help(HELP);
        }
    }
}

fn sections(old: &View, new: &View, subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let same = |a: &Section, b: &Section| words(&a.markdown) == words(&b.markdown);
    for section in &new.sections {
        let place = heading_span(subject, &section.heading);
        match old.sections.iter().find(|was| was.heading == section.heading) {
            Some(was) if same(was, section) => {}
            Some(_) => {
                let message = format!("\"{}\" has changed since it was published", section.heading);
                findings.in_report(place, message).help(HELP);
            }
            None => {
                let message =
                    format!("\"{}\" is new since the report was published", section.heading);
                findings.in_report(place, message).help(HELP);
            }
        }
    }
    for section in &old.sections {
        if !new.sections.iter().any(|is| is.heading == section.heading) {
            let message = format!("the published section \"{}\" is gone", section.heading);
            findings.in_report(Span::at(0), message).help(HELP);
        }
    }
}

fn heading_span(subject: &Subject<'_>, heading: &str) -> Span {
    let headings = &subject.outline.headings;
    headings
        .iter()
        .find(|found| found.text.trim() == heading)
        .map_or(Span::at(0), |found| found.span)
}

/// The words that readers see of a text: how they are wrapped is no change, nor is a comment.
fn words(markdown: &str) -> Vec<&str> {
    let mut from = 0;
    let mut words = Vec::new();
    for comment in comments(markdown) {
        words.extend(markdown.get(from..comment.start).unwrap_or_default().split_whitespace());
        from = comment.end;
    }
    words.extend(markdown.get(from..).unwrap_or_default().split_whitespace());
    words
}

fn timeline(old: &View, new: &View, findings: &mut Findings<'_>) {
    let shown = |view: &View| -> Vec<String> {
        let entries = view.timeline.iter();
        entries
            .map(|entry| format!("{} {}", entry.at.text, words(&entry.markdown).join(" ")))
            .collect()
    };
    list("timeline", "the timeline", &shown(old), &shown(new), findings);
}

fn windows(old: &View, new: &View, findings: &mut Findings<'_>) {
    let shown = |view: &View| -> Vec<String> {
        let windows = view.windows.iter();
        windows
            .map(|window| {
                let end = window.end.as_ref().map_or("", |end| end.text.as_str());
                let resource = window.resource.as_deref().unwrap_or_default();
                format!(
                    "{} {resource} {} {} {end}",
                    window.component, window.status, window.start.text
                )
            })
            .collect()
    };
    list("impact", "the impact", &shown(old), &shown(new), findings);
}

/// A finding at the whole list where it shows something else than before.
fn list(
    key: &'static str,
    what: &str,
    old: &[String],
    new: &[String],
    findings: &mut Findings<'_>,
) {
    if old == new {
        return;
    }
    let gone = old.iter().filter(|item| !new.contains(item)).count();
    let come = new.iter().filter(|item| !old.contains(item)).count();
    let message = match (gone, come) {
        (0, 0) => format!("{what} is in another order than when it was published"),
        _ => {
            format!("{what} has changed since it was published: {gone} gone or changed, {come} new")
        }
    };
    findings.at_field(FieldPath::from(key), message).help(HELP);
}

fn updates(old: &View, new: &View, findings: &mut Findings<'_>) {
    for was in &old.updates {
        let said = |is: &&crate::view::Update| {
            is.at.text == was.at.text
                && is.status == was.status
                && is.title == was.title
                && words(&is.markdown) == words(&was.markdown)
        };
        if new.updates.iter().find(said).is_none() {
            let message = format!("the update of {} is not what was announced", was.at.text);
            findings.at_field(FieldPath::from("update").index(was.number - 1), message).help(HELP);
        }
    }
}

fn actions(old: &View, new: &View, findings: &mut Findings<'_>) {
    for was in &old.actions {
        if !new.actions.iter().any(|is| is.title == was.title) {
            let message = format!("the published measure \"{}\" is gone or reworded", was.title);
            findings.at_field(FieldPath::from("action"), message).help(HELP);
        }
    }
}

fn corrections(old: &View, new: &View, findings: &mut Findings<'_>) {
    for was in &old.corrections {
        let is_there = |is: &Correction| {
            is.at.text == was.at.text && words(&is.markdown) == words(&was.markdown)
        };
        if !new.corrections.iter().any(is_there) {
            let message = format!("the correction of {} is gone or reworded", was.at.text);
            findings.at_field(FieldPath::from("correction"), message).help(HELP);
        }
    }
}

fn links(old: &View, new: &View, findings: &mut Findings<'_>) {
    let shown = |view: &View| -> Vec<String> {
        let links = view.links.iter();
        links.map(|link| format!("{} {:?}", link.title, link.url)).collect()
    };
    list("link", "the list of links", &shown(old), &shown(new), findings);
}

/// What readers were shown and is another file now.
fn attachments(
    replaced: &BTreeSet<String>,
    new: &View,
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
) {
    for name in new.attachments.iter().filter(|name| replaced.contains(*name)) {
        let names = std::slice::from_ref(name);
        let mut references = subject.outline.references.iter();
        let shown = references.find(|link| attachment(&link.destination, names).is_some());
        let place = shown.map_or(Span::at(0), |link| link.span);
        let message = format!("`{name}` is another file than when it was published");
        findings.in_report(place, message).help(HELP);
    }
}
