//! What in the texts for readers outside gives something away.
//!
//! Detectors look through all of an [`Exposure`](super::exposure::Exposure) at once; what they
//! find are [`Leak`]s, and each rule of the family reports those of its kind. [`secrets`] are
//! looked for in the files themselves.

mod address;
mod attached;
mod bytes;
mod email;
mod file_name;
mod host;
mod leaks;
mod lists;
mod mac;
mod names;
mod phone;
mod secret_shapes;
mod secret_values;
mod secrets;
mod ticket;
mod workplace;

pub use names::Authors;

pub(super) use attached::{AttachedLeak, leaks as attached_leaks, published as published_texts};
pub(super) use leaks::{Leak, LeakKind, find as leaks, in_text as leaks_in, readers};
pub(super) use secrets::{Secret, find as secrets};
