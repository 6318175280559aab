use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, Timelike as _};

use super::at::Stamp;
use super::check::print_diff;
use super::commit::Commit;
use super::context::Context;
use super::error::CommandError;
use super::record::{self, Change, Target};
use super::review::{self, Review};
use super::told::ToldLine;
use super::workspace::Workspace;
use super::{Outcome, ask, circle};
use crate::check::Levels;
use crate::diagnostic::Finding;
use crate::edit::{Edit, Value};
use crate::model::{Audience, Bound, Facts, Moment, State, Zone};
use crate::source::inert;
use crate::view::{Time, View};
use crate::{git, io};

/// Publish a report: check it, see what becomes visible, then stamp state and date
///
/// Finds what `incident check` would find once the report is published; an error stops it, with
/// exit code 1. Then shows what readers will see that they do not see now, and asks. Yes writes
/// `state = "published"` into facts.toml, and `published` where no earlier publication has left
/// it; `incident render` then puts it out. --commit commits the report and the attachments that
/// were shown, too.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Its id or an unambiguous part of it
    id: String,

    /// Do not ask; needed where there is no terminal
    #[arg(long, short)]
    yes: bool,

    /// Check and show all of it, print as a diff what would be written, and write nothing
    #[arg(long, conflicts_with = "json")]
    dry_run: bool,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

/// What becomes visible.
struct Visible {
    /// To everybody.
    public: Vec<ToldLine>,
    /// To customers only.
    customers: Vec<ToldLine>,
    /// Attachments that go along.
    files: Vec<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let mut workspace = Workspace::open(context)?;
    let levels = workspace.levels();
    let folder = workspace.one(&args.id)?;
    let mut review = Review::open(&workspace, &folder);
    if review.is_published() {
        return Err(CommandError::new(format!("{} is published already", folder.id)).hint(
            format!(
                "`incident edit {}` changes it; `incident reopen` makes it a draft again",
                folder.id
            ),
        ));
    }
    let date = Date::of(&review, context);
    let before = [Audience::Public, Audience::Customers]
        .map(|audience| review.view(audience, &workspace, context));
    review.publish(date.moment());
    let mut findings = review.check(&workspace, &levels, context);
    review.show(&mut findings, &workspace, context);
    if findings.iter().any(Finding::is_error) {
        if findings.iter().any(|finding| finding.rule == circle::RULE) {
            say_way_out(&folder.id, &workspace, &levels, context);
        }
        context.say(&format!("{} is not published, and nothing was written.", folder.id));
        return Ok(Outcome::Findings);
    }
    let after = [Audience::Public, Audience::Customers]
        .map(|audience| review.view(audience, &workspace, context));
    if !((args.yes || args.dry_run) && context.quiet) {
        Visible::new(&before, &after, context).show(&folder.id, context);
    }
    let change = Change {
        folder: &folder,
        command: "publish",
        action: None,
        said: date.said(&folder.id),
        stamp: date.stamp(),
        text: None,
        json: args.json,
        commit: args.commit,
    };
    let edits = |target: &Target| {
        let report = workspace.incidents().read(&folder).report.file.text;
        if [target.text.as_str(), report.as_str()] != review.texts() {
            return Err(CommandError::new("somebody has changed it since it was shown to you")
                .hint(format!("`incident publish {}` shows it as it is now", folder.id)));
        }
        let mut edits = vec![Edit::set("state", State::Published.name())];
        edits.extend(date.written().map(|written| Edit::set("published", written)));
        Ok(edits)
    };
    if args.dry_run {
        print_diff(&record::diff(&change, &workspace, edits)?, context)?;
        let place = git::place_in_repository(&context.folder.join(&workspace.root));
        let commit = match (args.commit.is_wanted, place) {
            (false, _) => "",
            (true, Some(_)) => ", and committed",
            (true, None) => ", but not committed: it lies in no git repository",
        };
        context.say(&format!("Nothing was written. It would be: {}{commit}", change.said));
        return Ok(Outcome::Clean);
    }
    consent(args, &folder.id, context)?;
    let told = told_files(&folder.path, &after);
    record::record_with(&change, &told, &workspace, context, edits)?;
    context.say("Next: `incident render` writes the site, emails and posts.");
    Ok(Outcome::Clean)
}

/// Says what to do where a report and drafts that it links to wait for each other.
fn say_way_out(id: &str, workspace: &Workspace, levels: &Levels, context: &Context) {
    let waits = |id: &str| {
        let Some(folder) = workspace.folder(id) else { return Vec::new() };
        let mut review = Review::open(workspace, folder);
        let date = Date::of(&review, context);
        review.publish(date.moment());
        review.waits_for(workspace, levels, context)
    };
    if let Some(circle) = circle::circle(id, waits) {
        circle::way_out(&circle).lines().for_each(|line| context.say(line));
    }
}

impl Visible {
    fn new(before: &[Option<View>; 2], after: &[Option<View>; 2], context: &Context) -> Self {
        let [public, customers] = [0, 1].map(|audience: usize| {
            review::difference(before[audience].as_ref(), after[audience].as_ref(), context)
        });
        let attachments =
            |view: &Option<View>| view.as_ref().map_or_else(Vec::new, |v| v.attachments.clone());
        let shown: Vec<String> = before.iter().flat_map(attachments).collect();
        let mut files: Vec<String> = after.iter().flat_map(attachments).collect();
        files.retain(|file| !shown.contains(file));
        tiny_sort::stable::sort(&mut files);
        files.dedup();
        let customers = customers.into_iter().filter(|line| !public.contains(line)).collect();
        Self { public, customers, files }
    }

    fn show(&self, id: &str, context: &Context) {
        io::say(&inert(&format!(
            "Everybody will see of {id}, from the next `incident render` on:"
        )));
        review::show_difference(&self.public, context);
        if !self.customers.is_empty() {
            io::say("Customers will see besides:");
            review::show_difference(&self.customers, context);
        }
        if !self.files.is_empty() {
            let files = self.files.join(", ");
            io::say(&inert(&format!("Files that go along: {files}")));
        }
    }
}

fn consent(args: &Args, id: &str, context: &Context) -> Result<(), CommandError> {
    let declined = || CommandError::new(format!("{id} is not published; nothing was written"));
    if args.yes {
        return Ok(());
    }
    if !context.interactive {
        return Err(declined().hint("--yes publishes it without a question"));
    }
    if ask::yes("Publish it?", false, context)? { Ok(()) } else { Err(declined()) }
}

/// Files besides the facts that readers are told from: the report, and the attachments that it
/// and the facts show or link to. By path from the root.
fn told_files(folder: &str, views: &[Option<View>; 2]) -> Vec<String> {
    let attachments = views.iter().flatten().flat_map(|view| &view.attachments);
    let names: BTreeSet<&str> =
        attachments.map(String::as_str).chain(std::iter::once("report.md")).collect();
    names.into_iter().map(|name| format!("{folder}/{name}")).collect()
}

/// Whether something in the facts lies behind one instant and not behind another.
fn has_one_within(facts: &Facts, from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> bool {
    let entries = facts.timeline.iter().map(|entry| &entry.at);
    let updates = facts.updates.iter().map(|update| &update.at);
    let mut moments = facts.resolved.iter().chain(entries).chain(updates);
    moments.any(|moment| moment.earliest().is_some_and(|at| from < at && at <= to))
}

/// When the report came out.
enum Date {
    /// Now, for the first time.
    Now(DateTime<FixedOffset>, Zone),
    /// As an earlier publication, or its author, has written it.
    Kept(Moment, Zone),
}

impl Date {
    fn of(review: &Review, context: &Context) -> Self {
        let facts = review.incident().map(|incident| &incident.facts);
        let zone = facts.map_or_else(Zone::utc, |facts| facts.zone.clone());
        match facts.and_then(|facts| facts.published) {
            Some(published) => Self::Kept(published, zone),
            None => {
                let now = zone.at(&context.now).with_nanosecond(0).unwrap_or(context.now);
                let minute = now.with_second(0).unwrap_or(now);
                // To the minute, which is what readers see, where nothing that the report tells of
                // has happened since.
                let is_followed = facts.is_some_and(|facts| has_one_within(facts, minute, now));
                Self::Now(if is_followed { now } else { minute }, zone)
            }
        }
    }

    const fn moment(&self) -> Moment {
        match self {
            Self::Now(at, _) => Moment::Exactly(Bound::At(*at)),
            Self::Kept(published, _) => *published,
        }
    }

    fn said(&self, id: &str) -> String {
        match self {
            Self::Now(_, zone) => {
                format!("Published {id}, {}", Time::new(&self.moment(), zone).text)
            }
            Self::Kept(published, zone) => {
                format!("Published {id}, dated {} as before", Time::new(published, zone).text)
            }
        }
    }

    const fn stamp(&self) -> Option<Stamp> {
        match self {
            Self::Now(at, _) => Some(Stamp { bound: Bound::At(*at), is_about: false }),
            Self::Kept(..) => None,
        }
    }

    /// As it goes into the facts, with its offset: a date of publication is read without them.
    fn written(&self) -> Option<Value> {
        let Self::Now(at, _) = self else { return None };
        let text = at.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
        // A date-time of digits always is TOML; as a text it would be refused when it is read.
        Some(text.parse().unwrap_or_else(|_| Value::from(text)))
    }
}
