//! The only room that touches the world: files, clock, terminal.
#![allow(clippy::disallowed_methods, reason = "this is the room that they are allowed in")]

mod clock;
mod output_tree;
mod terminal;
mod workspace;
mod write;

pub use clock::now;
pub use output_tree::{OutputError, OutputTree, Written};
pub use terminal::{is_interactive, is_terminal, print, read_input, say, width};
pub use workspace::{
    IncidentFolder, RootError, find_root, folders, overrides, read_attachment, read_config,
    read_incident,
};
pub use write::{append, create_folder, read_file, rewrite, write_file, write_new};
