//! `incident.toml`: typed, validated, with a default for everything.
//!
//! [`parse`] never fails: it returns the configuration that could be read and a finding for
//! every fault.

mod blog;
mod mailbox;
mod read;
mod read_blog;
mod read_rule_options;
mod types;

pub use blog::{Blog, Field, Files, Generator};
pub use mailbox::Mailbox;
pub use read::parse;
pub use types::{
    Boilerplate, Component, Config, Disclosure, Email, Group, History, Output, RuleSetting,
    SectionAlias, Severity, Site, Target, Updates, Words,
};

/// The file's name; it marks the workspace root.
pub const FILE_NAME: &str = "incident.toml";
