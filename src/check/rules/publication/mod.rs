//! What is published stays what it was, or says what changed.

pub(in crate::check) mod changed_after_publication;
pub(in crate::check) mod draft_linked;
pub(in crate::check) mod withdrawn_after_publication;
