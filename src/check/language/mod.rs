//! Words that blame, say nothing, or are not understood.
//!
//! The patterns of phrases stand in `data/language.toml`. One pass over all texts of an incident
//! looks for one word of each; where the words beside it fit or may be hidden by markup, the text
//! is read as Markdown, so that code, links and quotations are left alone.

mod anchors;
mod explained;
mod numbers;
mod pattern;
mod phrases;
mod prose;
mod reading;
mod wordings;

pub(super) use wordings::{Wording, WordingKind, find as wordings};
