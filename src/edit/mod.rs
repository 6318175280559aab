//! New files for a workspace: ids from titles, and scaffolds.

mod scaffold;
mod slug;

pub use scaffold::{Scaffold, kinds};
pub use slug::slug;
