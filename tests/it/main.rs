//! The one integration-test binary: the real command in real workspaces.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod actions;
mod active;
mod anchors;
mod architecture;
mod attachments;
mod authoring;
mod bad_input;
mod changed;
mod check;
mod ci;
mod commit;
mod commonmark;
mod days;
mod edit;
mod edit_properties;
mod email;
mod examples;
mod export;
mod faults;
mod feeds;
mod fix;
mod formats;
mod fuzz_replay;
mod generators;
mod git;
mod given_back;
mod golden;
mod growth;
mod history;
mod hostile_names;
mod identities;
mod impact;
mod import_cstate;
mod import_git;
mod import_statuspage;
mod incident_links;
mod incremental;
mod injection;
mod killed_render;
mod limits;
mod link_races;
mod links;
mod list;
mod meanwhile;
mod merge;
mod new;
mod phrases;
mod preview;
mod privacy;
mod prompts;
mod publication;
mod publish;
mod questions;
mod readme;
mod render;
mod rules;
mod serve;
mod shells;
mod stats;
mod support;
mod suppress;
mod terminal;
mod theme;
mod times;
mod toml_suite;
mod truth;
mod withdrawn;
