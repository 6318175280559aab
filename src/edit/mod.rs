//! New files for a workspace: ids from titles, and scaffolds; versions of a file made one.

mod merge;
mod scaffold;
mod slug;

pub use merge::{Merged, merge};
pub use scaffold::{Scaffold, kinds};
pub use slug::slug;
