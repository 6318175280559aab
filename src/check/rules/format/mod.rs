//! The files can be read as what they are.

pub(in crate::check) mod duplicate_id;
pub(in crate::check) mod unknown_key;
