use std::path::{Path, PathBuf};

use chrono::{FixedOffset, NaiveDate, NaiveTime};
use toml::value::{Datetime, Offset};

use super::Outcome;
use super::context::Context;
use super::error::CommandError;
use super::git_files::add_line;
use super::words::on_one_line;
use super::workspace::Workspace;
use crate::edit::{self, Markers, Merged};
use crate::git;
use crate::io;
use crate::model::{LocalTime, Zone};
use crate::source::clean;

/// The file that tells git which driver is for which files.
const NAME: &str = ".gitattributes";

/// The line that a workspace's .gitattributes needs.
pub(super) const ATTRIBUTE: &str = "incidents/*/facts.toml merge=incident";

/// What tells git of the driver; each clone needs it, for git lets no repository name programs.
pub(super) const SETTING: &str = "git config merge.incident.driver \
    'incident merge-file %O %A %B %P -l %L -x %X -y %Y'";

/// Merge three versions of a facts.toml, as a merge driver of git
///
/// Entries that both sides added are kept, in the order of time; different keys that they changed
/// are both taken. Where both changed the same thing, conflict markers are left, and the exit
/// code is 1. What is no sound TOML is merged by lines, as git does it.
///
/// `incident merge-file --setup` adds the line to .gitattributes that makes git ask for the
/// driver, and prints the command that each clone needs once.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Add the line to the workspace's .gitattributes and print the git command
    #[arg(long, exclusive = true)]
    setup: bool,

    /// What both sides began with (%O)
    #[arg(required_unless_present = "setup")]
    base: Option<PathBuf>,

    /// Our version, which becomes the result (%A)
    #[arg(required_unless_present = "setup")]
    ours: Option<PathBuf>,

    /// Their version (%B)
    #[arg(required_unless_present = "setup")]
    theirs: Option<PathBuf>,

    /// The file's path in the work tree (%P)
    path: Option<PathBuf>,

    /// How long conflict markers are (%L)
    #[arg(long, short = 'l', value_name = "N", default_value_t = 7)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    marker_size: u16,

    /// What conflict markers call our version (%X)
    #[arg(long, short = 'x', value_name = "TEXT", default_value = "ours")]
    #[arg(allow_hyphen_values = true)]
    ours_label: String,

    /// What they call their version (%Y)
    #[arg(long, short = 'y', value_name = "TEXT", default_value = "theirs")]
    #[arg(allow_hyphen_values = true)]
    theirs_label: String,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let (Some(base), Some(ours), Some(theirs)) = (&args.base, &args.ours, &args.theirs) else {
        let root = Workspace::open(context)?.root;
        set_up(&root, context)?;
        io::print(format!("{SETTING}\n").as_bytes())?;
        return Ok(Outcome::Clean);
    };
    let path = args.path.as_deref().unwrap_or(ours);
    let versions = Versions { base: read(base)?, ours: read(ours)?, theirs: read(theirs)? };
    let markers = args.markers();
    let labels = [markers.ours.as_str(), &markers.theirs];
    let texts = [versions.base.as_slice(), &versions.ours, &versions.theirs];
    let lines = git::merge_lines(texts, labels, args.marker_size)
        .map_err(|error| CommandError::new("the versions cannot be merged").because(error))?;
    let parts = versions.merged_by_parts(&zone_of_workspace(path, context), &markers);
    let is_better = |merged: &Merged| match lines.is_clean {
        true => !is_toml(&lines.text),
        false => merged.conflicts <= conflicts(&lines.text, &markers),
    };
    let (text, is_clean) = match parts {
        Some(merged) if merged.conflicts == 0 => (merged.text.into_bytes(), true),
        Some(merged) if is_better(&merged) => (merged.text.into_bytes(), false),
        _ => (lines.text, lines.is_clean),
    };
    io::write_file(ours, &text).map_err(|error| {
        CommandError::new(format!("{} cannot be written", ours.display())).because(error)
    })?;
    Ok(if is_clean { Outcome::Clean } else { Outcome::Findings })
}

impl Args {
    fn markers(&self) -> Markers {
        // A git before 2.44 knows no labels and leaves their placeholders as they are.
        let label = |given: &str, placeholder, plain: &str| match given {
            "" => plain.to_owned(),
            given if given == placeholder => plain.to_owned(),
            given => on_one_line(&clean(given)),
        };
        Markers {
            size: usize::from(self.marker_size),
            ours: label(&self.ours_label, "%X", "ours"),
            theirs: label(&self.theirs_label, "%Y", "theirs"),
        }
    }
}

/// Adds the driver's line to `.gitattributes` where it is not there yet, and says whether it was
/// added.
pub(super) fn set_up(root: &Path, context: &Context) -> Result<bool, CommandError> {
    let is_new = add_line(root, NAME, ATTRIBUTE)?;
    if !is_new {
        context.say(&format!("{NAME} has the line already and stays as it is."));
    }
    Ok(is_new)
}

fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    io::read_file(path).map_err(|error| {
        CommandError::new(format!("{} cannot be read", path.display()))
            .because(error)
            .hint("git calls this with the files %O %A %B; `--setup` prints how")
    })
}

fn is_toml(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| toml::de::DeTable::parse(text).is_ok())
}

fn conflicts(text: &[u8], markers: &Markers) -> usize {
    let start = "<".repeat(markers.size) + " ";
    text.split(|byte| *byte == b'\n').filter(|line| line.starts_with(start.as_bytes())).count()
}

struct Versions {
    base: Vec<u8>,
    ours: Vec<u8>,
    theirs: Vec<u8>,
}

impl Versions {
    fn merged_by_parts(&self, zone: &Zone, markers: &Markers) -> Option<Merged> {
        let text = |bytes| std::str::from_utf8(bytes).ok();
        let (base, ours, theirs) = (text(&self.base)?, text(&self.ours)?, text(&self.theirs)?);
        let own = toml::from_str::<toml::Table>(ours)
            .ok()
            .and_then(|facts| Zone::named(facts.get("timezone")?.as_str()?));
        let zone = own.as_ref().unwrap_or(zone);
        edit::merge([base, ours, theirs], markers, &|at| seconds(at, zone))
    }
}

/// The zone of incidents that name none; UTC where no workspace is found.
fn zone_of_workspace(path: &Path, context: &Context) -> Zone {
    let folder = context.folder.join(path).parent().map(Path::to_owned);
    let root = folder.and_then(|folder| io::find_root(None, &folder).ok());
    let zone = root.and_then(|root| Zone::named(&Workspace::config_at(&root).timezone));
    zone.unwrap_or_else(Zone::utc)
}

/// The first instant that a date-time may mean, in seconds since 1970.
pub(super) fn seconds(at: &Datetime, zone: &Zone) -> Option<i64> {
    let date = at.date?;
    let date =
        NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
    let time = match at.time {
        Some(time) => NaiveTime::from_hms_opt(
            u32::from(time.hour),
            u32::from(time.minute),
            u32::from(time.second.unwrap_or(0)),
        )?,
        None => NaiveTime::MIN,
    };
    let local = date.and_time(time);
    let offset = match at.offset {
        Some(Offset::Z) => FixedOffset::east_opt(0)?,
        Some(Offset::Custom { minutes }) => FixedOffset::east_opt(i32::from(minutes) * 60)?,
        None => match zone.local(local) {
            LocalTime::One(instant) => *instant.offset(),
            LocalTime::Gap(first, _) | LocalTime::Fold(first, _) => first,
        },
    };
    Some(local.and_local_timezone(offset).single()?.timestamp())
}
