use clap_complete::engine::ArgValueCompleter;

use super::at::{self, Stamp};
use super::choice::one_of;
use super::commit::Commit;
use super::context::Context;
use super::error::CommandError;
use super::meant::Meant;
use super::record::{self, Change, Target};
use super::target::Addressed;
use super::{Outcome, complete, words};
use crate::config::{Component, Config};
use crate::edit::{Edit, Value};
use crate::model::{Impact, ImpactStatus};
use crate::source::FieldPath;
use crate::view::Time;

/// The word for a component that works again.
pub(super) const OPERATIONAL: &str = "operational";

/// What is typed half asleep.
const SHORT: [(&str, ImpactStatus); 4] = [
    ("degraded", ImpactStatus::DegradedPerformance),
    ("partial", ImpactStatus::PartialOutage),
    ("major", ImpactStatus::MajorOutage),
    ("maintenance", ImpactStatus::UnderMaintenance),
];

const EXAMPLES: &str = "\
Examples:
  incident impact checkout partial_outage
  incident impact checkout operational --at \"5 min ago\"";

/// Record how a component is affected, from when on
///
/// A window of impact begins, and the one that is open for the component ends at the same time;
/// "operational" only ends it. Everybody sees the windows, at once. With exactly one incident
/// going on, --in is not needed. `incident resolve` ends what is open.
#[derive(Debug, clap::Args)]
#[command(visible_alias = "i")]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The component's id in incident.toml
    #[arg(add = ArgValueCompleter::new(complete::components))]
    component: String,

    /// degraded_performance, partial_outage, major_outage, under_maintenance, or
    /// operational; degraded, partial, major and maintenance are short for them
    #[arg(value_parser = status)]
    #[arg(add = ArgValueCompleter::new(complete::impacts))]
    status: Status,

    /// A part of the component, such as a host or a region [default: all of it]
    #[arg(long, short, value_name = "NAME", value_parser = words::line)]
    resource: Option<String>,

    /// The incident: its id or an unambiguous part of it
    #[arg(long = "in", short = 'i', value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: Option<String>,

    #[command(flatten)]
    when: at::When,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

/// How a component is; nothing where it works.
type Status = Option<ImpactStatus>;

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let meant = match args.status {
        Some(ImpactStatus::UnderMaintenance) => Meant::Begun,
        _ => Meant::Ongoing,
    };
    let Addressed { workspace, folder, target, .. } =
        Addressed::open(context, args.id.as_deref(), &[], meant)?;
    let component = workspace.component(&args.component)?;
    let stamp = args.when.stamp(&target, context)?;
    let resource = args.resource.as_deref();
    let affected = Affected { config: &workspace.config, component, resource };
    let status = args.status.map_or(OPERATIONAL, ImpactStatus::name).replace('_', " ");
    let from = stamp.said(target.zone());
    let change = Change {
        folder: &folder,
        command: "impact",
        action: None,
        said: format!("Recorded {}: {status} from {from} in {}", affected.said(), folder.id),
        stamp: Some(stamp),
        text: None,
        json: args.json,
        commit: args.commit,
    };
    record::record(&change, &workspace, context, |target| {
        affected.is_possible(target, &stamp, args.status)?;
        Ok(affected.edits(target, &stamp, args.status))
    })?;
    Ok(Outcome::Clean)
}

/// What is affected.
struct Affected<'a> {
    config: &'a Config,
    component: &'a Component,
    resource: Option<&'a str>,
}

impl Affected<'_> {
    fn said(&self) -> String {
        let resource = self.resource.map_or(String::new(), |resource| format!(" ({resource})"));
        format!("{}{resource}", self.component.id)
    }

    /// Whether facts mean its component by an id, or by an earlier one.
    fn is_of(&self, id: &str) -> bool {
        self.config.component(id).is_some_and(|meant| meant.id == self.component.id)
    }

    /// Its windows that are open, with their places.
    fn open<'t>(&self, target: &'t Target) -> Vec<(usize, &'t Impact)> {
        let is_own = |window: &Impact| {
            self.is_of(&window.component)
                && window.resource.as_deref() == self.resource
                && window.period.end.is_none()
        };
        let windows = target.incident.facts.impact.iter().enumerate();
        windows.filter(|(_, window)| is_own(window)).collect()
    }

    fn is_possible(
        &self,
        target: &Target,
        stamp: &Stamp,
        status: Status,
    ) -> Result<(), CommandError> {
        let (open, name) = (self.open(target), self.said());
        let said = |at| Time::new(at, target.zone()).text;
        let started = target.incident.facts.started.filter(|at| stamp.is_before(at));
        if let Some(started) = started {
            let message = format!("the incident began after that: {}", said(&started));
            return Err(CommandError::new(message)
                .hint("give a later --at, or put `started` in facts.toml right"));
        }
        if let Some(resolved) = target.incident.facts.resolved.filter(|_| status.is_some()) {
            let (id, end) = (&target.incident.id, said(&resolved));
            return Err(CommandError::new(format!(
                "{id} is resolved as of {end}: nothing would end the window"
            ))
            .hint(format!("if it goes on, `incident reopen {id} --ongoing` first"))
            .hint("else write the window into facts.toml, with its `end`"));
        }
        if let Some((_, window)) = open.iter().find(|(_, window)| Some(window.status) == status) {
            let since = said(&window.period.start);
            return Err(CommandError::new(format!("{name} is recorded so already, since {since}")));
        }
        if let Some((_, window)) = open.iter().find(|(_, open)| stamp.is_before(&open.period.start))
        {
            let since = said(&window.period.start);
            let message = format!("the open window of {name} begins after that: {since}");
            return Err(CommandError::new(message).hint("give a later --at"));
        }
        if open.is_empty() && status.is_none() {
            let message = format!("no window of {name} is open that could end");
            return Err(CommandError::new(message).hint("`incident show` lists the windows"));
        }
        Ok(())
    }

    fn edits(&self, target: &Target, stamp: &Stamp, status: Status) -> Vec<Edit> {
        let at = || target.written(stamp);
        let end = |(position, _): &(usize, &Impact)| {
            let place = target.kept.index("impact", *position);
            Edit::set(FieldPath::from("impact").index(place).key("end"), at())
        };
        let mut edits: Vec<Edit> = self.open(target).iter().map(end).collect();
        let Some(status) = status else { return edits };
        let listed = &target.incident.facts.components;
        if !listed.iter().any(|id| self.is_of(id)) {
            let all = listed.iter().chain([&self.component.id]);
            edits.push(Edit::set("components", all.map(String::as_str).collect::<Value>()));
        }
        let mut fields = vec![("component", self.component.id.as_str().into())];
        fields.extend(self.resource.map(|resource| ("resource", resource.into())));
        fields.extend([("status", status.name().into()), ("start", at())]);
        let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        edits.push(Edit::append("impact", fields));
        edits
    }
}

fn status(text: &str) -> Result<Status, String> {
    let known: Vec<(&str, Status)> = ImpactStatus::ALL
        .iter()
        .map(|(name, status)| (*name, Some(*status)))
        .chain([(OPERATIONAL, None)])
        .collect();
    let short = SHORT.iter().find(|(short, _)| *short == text);
    match short {
        Some((_, status)) => Ok(Some(*status)),
        None => one_of("status", &known, text),
    }
}
