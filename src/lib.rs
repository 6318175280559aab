//! Incident post-mortems as files in git.

pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod edit;
pub mod fields;
pub mod git;
pub mod import;
pub mod io;
pub mod load;
pub mod measure;
pub mod model;
pub mod render;
pub mod source;
pub mod view;
