//! What was learnt has an owner, a deadline and an answer.

mod open_actions;

pub(in crate::check) mod action_overdue;
pub(in crate::check) mod action_without_due;
pub(in crate::check) mod action_without_owner;
pub(in crate::check) mod cause_without_action;
pub(in crate::check) mod no_actions;
