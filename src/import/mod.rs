//! What other tools' files tell of incidents, in the words of this one.
//!
//! Nothing here reads a file, knows a workspace or guesses: what has no place in facts is a
//! [`Loss`], and what cannot become an incident is [`Refused`].

mod body;
mod marks;
mod report;
mod statuspage;
mod told;

pub use statuspage::{Page, PageError, statuspage};
pub use told::{Loss, Named, Refused, Told, Update, Window};
