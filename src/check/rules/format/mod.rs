//! The files can be read as what they are.

pub(in crate::check) mod duplicate_id;
pub(in crate::check) mod unexplained_suppression;
pub(in crate::check) mod unknown_key;
pub(in crate::check) mod unused_suppression;
