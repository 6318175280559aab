//! English made from facts, for the mail and the post alike.
//!
//! Everything here is plain text from a [`View`](crate::view::View); how it is laid out is the
//! matter of the outputs.

mod chapters;
mod internal;
mod measures;
mod moment;
mod notice;
mod opening;
mod sources;
mod timeline;
mod windows;
mod words;

pub(super) use chapters::{Chapter, Facts, chapters};
pub(super) use internal::internal;
pub(super) use measures::measures;
pub(super) use notice::{corrected, credit, description, gist};
pub(super) use opening::{background, headline, opening};
pub(super) use sources::sources_heading;
pub(super) use timeline::{Day, timeline};
pub(super) use windows::{Windows, windows};
pub(super) use words::{ended, one_line, status};

#[cfg(test)]
mod tests;
