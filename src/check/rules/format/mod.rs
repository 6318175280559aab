//! The files can be read as what they are.

pub(in crate::check) mod bad_time;
pub(in crate::check) mod bad_value;
pub(in crate::check) mod broken_reference;
pub(in crate::check) mod byte_order_mark;
pub(in crate::check) mod dead_link;
pub(in crate::check) mod duplicate_id;
pub(in crate::check) mod duplicate_section;
pub(in crate::check) mod empty_section;
pub(in crate::check) mod folder_name;
pub(in crate::check) mod heading_level;
pub(in crate::check) mod image_alt;
pub(in crate::check) mod link_scheme;
pub(in crate::check) mod lost_text;
pub(in crate::check) mod missing_attachment;
pub(in crate::check) mod missing_key;
pub(in crate::check) mod missing_section;
pub(in crate::check) mod raw_html;
pub(in crate::check) mod section_audience;
pub(in crate::check) mod section_order;
pub(in crate::check) mod toml_syntax;
pub(in crate::check) mod unclosed_fence;
pub(in crate::check) mod unknown_key;
pub(in crate::check) mod unknown_rule;
pub(in crate::check) mod unreadable_file;
pub(in crate::check) mod unused_definition;
pub(in crate::check) mod wrong_type;
