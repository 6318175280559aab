//! What is wrong, where, and what to do about it.
//!
//! A [`Finding`] is data, never an error: commands collect findings, and one emitter per
//! format in [`emit`] turns them into text.

pub mod emit;
mod finding;
mod fix;

pub use finding::{Finding, Level, Related, sort};
pub use fix::{Edit, Fix, Safety, apply};
