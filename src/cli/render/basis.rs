//! What all outputs of a run hang on, as one number.

use chrono::{DateTime, FixedOffset};

use super::Args;
use crate::cli::version;
use crate::cli::workspace::Workspace;
use crate::config::Target;
use crate::io::{self, Digest};

/// Everything that the outputs of a target are made from, beside the incidents and the moment
/// within the day.
pub(super) struct Basis<'k> {
    pub(super) workspace: &'k Workspace,
    /// The workspace's own templates.
    pub(super) overrides: &'k [(String, String)],
    /// Names that must not be in what is published.
    pub(super) names: &'k [String],
    pub(super) now: DateTime<FixedOffset>,
    pub(super) args: &'k Args,
}

impl Basis<'_> {
    pub(super) fn key(&self, target: Target) -> u128 {
        let mut digest = Digest::new();
        digest.add(version::text());
        // Two builds without a commit can have one version, and not the same templates.
        if !version::names_commit() {
            digest.add(io::build().unwrap_or_default().to_le_bytes());
        }
        digest.add(target.name());
        digest.add(self.args.audience.map_or("", |audience| audience.name()));
        if target == Target::Email {
            let options = self.args.email(&self.workspace.config);
            digest.add(format!("{options:?}"));
        }
        digest.add(&self.workspace.config_file.file.text);
        digest.add(self.now.date_naive().to_string());
        digest.add(self.names.len().to_le_bytes());
        self.names.iter().for_each(|name| digest.add(name));
        for (name, text) in self.overrides {
            digest.add(name);
            digest.add(text);
        }
        digest.finish()
    }
}
