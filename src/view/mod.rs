//! The one door from the model to the outputs.
//!
//! A [`View`] holds what one audience may see of one incident, and nothing else. Renderers
//! take views; they cannot name the model's types, so what is not in a view cannot be printed.
//! Everything that says nothing about its audience is left out for readers outside.

mod anchors;
mod build;
mod digits;
mod duration;
mod identity;
mod moment;
mod told;
mod types;
mod words;

pub use crate::model::{Audience, Zone};
pub use crate::source::clean;
pub use anchors::AnchorNames;
pub use duration::Duration;
pub use identity::identities;
pub use moment::{Time, date};
pub use types::{
    Action, Component, Correction, Downtime, Entry, Heading, Internal, Link, Section, Severity,
    Update, View, Window, status,
};
pub use words::{TimeWords, Unit, Units, fill};
