//! Which incident a command is about that names none.

use super::context::Context;
use super::error::CommandError;
use super::ongoing;
use super::workspace::{Workspace, newest};
use crate::io::IncidentFolder;
use crate::model::{IncidentKind, UpdateStatus};

/// What a command that names no incident means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// What is going on.
    Ongoing,
    /// Maintenance to come; else what is going on.
    ToCome,
    /// Maintenance that is going on; else what is to come and begins early.
    Begun,
}

impl Meant {
    /// What an update with a status can be about.
    pub(super) fn by(status: Option<UpdateStatus>) -> Self {
        match status {
            Some(UpdateStatus::Scheduled) => Self::ToCome,
            Some(status) if status.is_maintenance() => Self::Begun,
            _ => Self::Ongoing,
        }
    }

    /// The incidents that can be meant.
    pub(super) fn all(self, workspace: &Workspace, context: &Context) -> Vec<IncidentFolder> {
        let maintenance = |has_begun: bool| {
            ongoing::those_open(workspace, |facts| {
                facts.kind == IncidentKind::Maintenance
                    && ongoing::is_open(facts)
                    && ongoing::is_ongoing(facts, &context.now) == has_begun
            })
        };
        let found = match self {
            Self::Ongoing => Vec::new(),
            Self::ToCome => maintenance(false),
            Self::Begun => Some(maintenance(true))
                .filter(|begun| !begun.is_empty())
                .unwrap_or_else(|| maintenance(false)),
        };
        if found.is_empty() { ongoing::ongoing(workspace, &context.now) } else { found }
    }

    /// The only one that can be meant.
    pub(super) fn only(
        self,
        workspace: &Workspace,
        context: &Context,
    ) -> Result<IncidentFolder, CommandError> {
        if self == Self::Ongoing {
            return ongoing::the_only(workspace, &context.now, "--in");
        }
        match self.all(workspace, context).as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(CommandError::new("no maintenance is announced or going on").hint(
                "`incident new TITLE --template maintenance --started WHEN` announces some, and \
                 --in ID names what is over",
            )),
            several => {
                let message = format!("{} incidents can be meant; which one?", several.len());
                Err(CommandError::new(message)
                    .hint(format!("name it with --in: {}", newest(several))))
            }
        }
    }
}
