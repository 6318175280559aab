//! Views → named bytes. Nothing here reads or writes a file.
//!
//! Renderers take [`View`](crate::view::View)s and the configuration, and return
//! [`OutputFile`]s; `io` writes them. What is not in a view cannot be printed.

pub mod blog;
pub mod email;
pub mod html;
mod inert;
mod learnt;
mod output;
pub mod preview;
mod prose;
mod settled;
pub mod site;
pub mod spreadsheet;
mod strings;
mod templates;
pub mod terminal;
pub mod text;

pub use output::{Content, OutputFile};
pub use strings::{LANGUAGES, Strings};
pub use templates::{BUILT_IN, TemplateError, Templates};

#[cfg(test)]
mod tests;
