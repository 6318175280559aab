//! The one integration-test binary: the real command in real workspaces.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod architecture;
mod bad_input;
mod check;
mod feeds;
mod generators;
mod new;
mod privacy;
mod readme;
mod render;
mod rules;
mod support;
