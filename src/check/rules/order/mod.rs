//! Times, windows and states agree with each other.

mod ascending;
mod component_uses;

pub(in crate::check) mod action_dates;
pub(in crate::check) mod correction_too_early;
pub(in crate::check) mod detected_outside;
pub(in crate::check) mod duplicate_action;
pub(in crate::check) mod duplicate_component;
pub(in crate::check) mod duplicate_entry;
pub(in crate::check) mod folder_date;
pub(in crate::check) mod future_time;
pub(in crate::check) mod incomplete;
pub(in crate::check) mod mitigated_outside;
pub(in crate::check) mod open_after_resolved;
pub(in crate::check) mod overrun_maintenance;
pub(in crate::check) mod prose_order;
pub(in crate::check) mod published_before_resolved;
pub(in crate::check) mod resolved_before_started;
pub(in crate::check) mod retired_component;
pub(in crate::check) mod scheduled_window;
pub(in crate::check) mod status_kind;
pub(in crate::check) mod status_sequence;
pub(in crate::check) mod timeline_after_published;
pub(in crate::check) mod timeline_order;
pub(in crate::check) mod timeline_outside;
pub(in crate::check) mod unknown_component;
pub(in crate::check) mod unknown_severity;
pub(in crate::check) mod unlisted_component;
pub(in crate::check) mod unscheduled_maintenance;
pub(in crate::check) mod update_order;
pub(in crate::check) mod update_outside;
pub(in crate::check) mod window_backwards;
pub(in crate::check) mod window_outside;
pub(in crate::check) mod window_overlap;
