//! What outsiders can read of an incident, and what in it gives something away.
//!
//! [`Exposure`] holds every text that readers outside see, with its place. Detectors look
//! through all of it at once; what they find are [`Leak`]s, and each rule of the family
//! reports those of its kind. [`secrets`] are looked for in the files themselves.

mod address;
mod bytes;
mod email;
mod exposure;
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

pub use names::Authors;

pub(super) use leaks::{Leak, LeakKind, find as leaks};
pub(super) use secrets::{Secret, find as secrets};
