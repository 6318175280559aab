//! New files for a workspace: ids from titles, and scaffolds; versions of a
//! file compared, and made one.

mod align;
mod changes;
mod layout;
mod merge;
mod scaffold;
mod slug;

pub use changes::{Change, changes};
pub use merge::{Merged, merge};
pub use scaffold::{Scaffold, kinds};
pub use slug::slug;
