//! The one integration-test binary: the real command in real workspaces.

mod architecture;
mod bad_input;
mod check;
mod new;
mod privacy;
mod render;
mod support;
mod truth;
