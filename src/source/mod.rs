//! Text with positions: files as read, byte spans, lines and columns, and field paths.
//!
//! Everything that is said about a place in a file is said in bytes ([`Span`]) and turned
//! into lines and columns in one module, [`LineIndex`].

mod active;
mod attachment;
mod clean;
mod commands;
mod comments;
mod document;
mod field_path;
mod file;
mod incident;
mod incident_link;
mod lines;
mod locate;
mod markdown;
mod raw_html;
mod span;
mod steps;
mod toml_string;
mod unshown;

pub use active::{ActiveContent, active_content, is_svg};
pub use attachment::{MAX_ATTACHED, attached_text, attachment};
pub use clean::{acts, clean, has_byte};
pub use commands::{inert, without_commands};
pub use comments::{Comment, comments_within, markdown_comments, toml_comments};
pub use document::{TomlEntry, TomlItem, TomlTable, TomlValue, recovered_toml, sound_toml};
pub use field_path::{FieldPath, Segment};
pub use file::{MAX_BYTES, SourceFile, TextError};
pub use incident::{FileFault, FileSource, IncidentSource, KeptItems};
pub use incident_link::{IncidentLink, incident_link, site_link};
pub use lines::{LineIndex, Position};
pub use locate::{FieldIndex, Part};
pub use markdown::{
    Definition, Heading, Outline, Reference, SectionSpan, markdown_options, may_have_headings,
    without_comments,
};
pub use raw_html::{MAX_RAW_TAGS, sanitizer, tag_end, visible_texts};
pub use span::Span;
pub use steps::{Step, Steps, has_invisible, has_markup, is_inline, is_invisible};
pub use toml_string::in_literal;
pub use unshown::{line_without_comments, without_unshown};
