//! Times, windows and states agree with each other.

pub(in crate::check) mod resolved_before_started;
