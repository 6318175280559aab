//! The rules, one file each, by family.

pub(super) mod actions;
pub(super) mod audience;
pub(super) mod boilerplate;
pub(super) mod destination;
pub(super) mod format;
pub(super) mod language;
mod markdown_texts;
pub(super) mod order;
pub(super) mod publication;
pub(super) mod times;
pub(super) mod truth;

use super::rule::Rule;

/// Collects the rules of all families; a rule that is not in this table does not run.
macro_rules! table {
    ($($family:ident :: $rule:ident),+ $(,)?) => {
        /// Every rule.
        pub(super) const ALL: &[Rule] = &[$($family::$rule::RULE),+];
    };
}

table![
    format::active_attachment,
    format::bad_time,
    format::bad_value,
    format::broken_reference,
    format::byte_order_mark,
    format::conflict_marker,
    format::dead_link,
    format::duplicate_id,
    format::duplicate_section,
    format::empty_section,
    format::folder_name,
    format::heading_level,
    format::image_alt,
    format::link_scheme,
    format::link_text,
    format::lost_text,
    format::missing_attachment,
    format::missing_key,
    format::missing_section,
    format::placeholder,
    format::raw_html,
    format::section_audience,
    format::section_order,
    format::toml_syntax,
    format::unclosed_fence,
    format::unexplained_suppression,
    format::unknown_key,
    format::unknown_rule,
    format::unreadable_file,
    format::unused_definition,
    format::unused_suppression,
    format::wrong_type,
    order::action_dates,
    order::correction_too_early,
    order::detected_outside,
    order::duplicate_action,
    order::duplicate_component,
    order::duplicate_entry,
    order::folder_date,
    order::future_time,
    order::incomplete,
    order::mitigated_outside,
    order::open_after_resolved,
    order::overrun_maintenance,
    order::prose_order,
    order::published_before_resolved,
    order::resolved_before_started,
    order::retired_component,
    order::scheduled_window,
    order::status_kind,
    order::status_sequence,
    order::timeline_after_published,
    order::timeline_order,
    order::timeline_outside,
    order::unknown_component,
    order::unknown_severity,
    order::unlisted_component,
    order::unscheduled_maintenance,
    order::update_order,
    order::update_outside,
    order::window_backwards,
    order::window_outside,
    order::window_overlap,
    truth::stated_count,
    truth::stated_data_loss,
    truth::stated_date,
    truth::stated_duration,
    truth::stated_interval,
    truth::stated_time,
    truth::stated_weekday,
    truth::stated_zone,
    audience::email_address,
    audience::internal_host,
    audience::internal_link,
    audience::mac_address,
    audience::person_name,
    audience::phone_number,
    audience::private_address,
    audience::secret,
    audience::ticket_id,
    language::blame,
    language::empty_apology,
    language::jargon,
    language::weasel,
    actions::action_overdue,
    actions::action_without_due,
    actions::action_without_owner,
    actions::cause_without_action,
    actions::no_actions,
    publication::changed_after_publication,
    publication::draft_linked,
    publication::withdrawn_after_publication,
];
