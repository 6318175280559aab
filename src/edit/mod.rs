//! New files for a workspace (ids from titles, scaffolds), changes to `facts.toml` that leave
//! every other byte as it is, and versions of a file compared, and made one.

mod align;
mod change;
mod changes;
mod document;
mod entry;
mod inline;
mod key_order;
mod layout;
mod lines;
mod merge;
mod scaffold;
mod slug;
mod table;

#[cfg(test)]
mod examples_tests;

pub use change::{Edit, EditError, Value, apply, tables_without};
pub use changes::{Change, changes};
pub use document::document;
pub use merge::{Markers, Merged, merge};
pub use scaffold::{Scaffold, Scheduled, kinds};
pub use slug::slug;
