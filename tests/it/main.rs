//! The one integration-test binary: the real command in real workspaces.

mod architecture;
mod bad_input;
mod check;
mod generators;
mod new;
mod privacy;
mod readme;
mod render;
mod rules;
mod support;
