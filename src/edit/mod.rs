//! New files for a workspace (ids from titles, scaffolds), and changes to `facts.toml` that
//! leave every other byte as it is.

mod change;
mod entry;
mod inline;
mod key_order;
mod lines;
mod scaffold;
mod slug;
mod table;

#[cfg(test)]
mod examples_tests;
#[cfg(test)]
mod properties;

pub use change::{Edit, EditError, Value, apply, tables_without};
pub use scaffold::{Scaffold, kinds};
pub use slug::slug;
