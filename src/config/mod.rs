//! `incident.toml`: typed, validated, with a default for everything.
//!
//! [`parse`] never fails: it returns the configuration that could be read and a finding for
//! every fault.

mod blog;
mod mailbox;
mod palette;
mod read;
mod read_blog;
mod read_rule_options;
mod read_site;
mod types;

pub use blog::{Blog, Field, Files, Generator};
pub use mailbox::Mailbox;
#[cfg(test)]
pub(crate) use palette::FAINTEST_TEXT;
pub use palette::{Colour, Palette, READABLE};
pub use read::{is_taken, parse};
pub use types::{
    Boilerplate, Component, Config, Disclosure, Email, Group, History, Link, Output, RuleSetting,
    SectionAlias, Severity, Site, Target, Updates, UptimeWeights, Words, WorkspaceFile,
};

/// The file's name; it marks the workspace root.
pub const FILE_NAME: &str = "incident.toml";
