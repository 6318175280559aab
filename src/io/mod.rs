//! The only room that touches the world: files, clock, terminal, sockets.
#![allow(clippy::disallowed_methods, reason = "this is the room that they are allowed in")]

mod clock;
mod nonce;
mod output_tree;
mod server;
mod terminal;
mod watch;
mod workspace;
mod write;

pub use clock::now;
pub use nonce::nonce;
pub use output_tree::{OutputError, OutputTree, Written};
pub use server::{EVENTS, News, Request, Response, Server};
pub use terminal::{is_interactive, is_terminal, print, read_input, say, width};
pub use watch::{Changed, Event, WatchError, Watcher};
pub use workspace::{
    IncidentFolder, RootError, find_root, folders, overrides, read_attachment, read_config,
    read_incident,
};
pub use write::{append, create_folder, rewrite, write_file, write_new};
