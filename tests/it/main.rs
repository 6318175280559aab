//! The one integration-test binary: the real command in real workspaces.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod architecture;
mod authoring;
mod bad_input;
mod changed;
mod check;
mod ci;
mod commit;
mod commonmark;
mod email;
mod examples;
mod feeds;
mod fix;
mod formats;
mod fuzz_replay;
mod generators;
mod git;
mod history;
mod import_git;
mod injection;
mod merge;
mod new;
mod phrases;
mod privacy;
mod publication;
mod readme;
mod render;
mod rules;
mod serve;
mod shells;
mod stats;
mod support;
mod suppress;
mod toml_suite;
mod truth;
