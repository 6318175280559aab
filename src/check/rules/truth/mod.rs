//! What the prose states is what the facts say.

pub(in crate::check) mod stated_count;
pub(in crate::check) mod stated_duration;
