//! The rules, one file each, by family.

pub(super) mod format;
pub(super) mod order;

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
    format::unexplained_suppression,
    format::unknown_key,
    format::unused_suppression,
    order::resolved_before_started,
];
