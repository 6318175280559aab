//! Words that blame, say nothing or are not understood.

mod report;

pub(in crate::check) mod blame;
pub(in crate::check) mod empty_apology;
pub(in crate::check) mod jargon;
pub(in crate::check) mod weasel;
