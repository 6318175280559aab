//! The rules, one file each, by family.

pub(super) mod format;
pub(super) mod order;
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
    format::duplicate_id,
    format::unknown_key,
    order::resolved_before_started,
    truth::stated_count,
    truth::stated_data_loss,
    truth::stated_date,
    truth::stated_duration,
    truth::stated_time,
    truth::stated_weekday,
    truth::stated_zone,
];
