//! What other tools' files tell of incidents, in the words of this one.
//!
//! Nothing here reads a file, knows a workspace or guesses: what has no place in facts is a
//! [`Loss`], and what cannot become an incident is [`Refused`].

mod body;
mod cstate;
mod marks;
mod report;
mod statuspage;
mod told;

pub use cstate::cstate;
pub use report::sections_for;
pub use statuspage::{Page, PageError, statuspage};
pub use told::{Loss, Named, Refused, Told, Update, Window};

use crate::source::clean;

/// A text on one line, without characters that act; nothing where it has no words.
fn on_one_line(text: &str) -> Option<String> {
    let text = text.replace(char::is_whitespace, " ");
    let line = clean(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
