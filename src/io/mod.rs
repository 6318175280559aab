//! The only room that touches the world: files, clock, terminal, sockets.
#![allow(clippy::disallowed_methods, reason = "this is the room that they are allowed in")]

mod clock;
mod digest;
mod editor;
mod folder;
mod inside;
mod interrupt;
mod journal;
mod leftover;
mod lock;
mod manifest;
mod nonce;
mod output_tree;
mod place;
mod record;
mod server;
mod stamp;
mod terminal;
mod update;
mod watch;
mod workspace;
mod write;

pub use clock::now;
pub use digest::Digest;
pub use editor::{edit_text, open_editor};
pub use inside::InsideError;
pub use interrupt::with_keys;
pub use journal::{Journal, Recorded};
pub use leftover::sweep;
pub use lock::{FolderLock, LockError, lock_folder};
pub use nonce::nonce;
pub use output_tree::{Committed, Output, OutputError, OutputTree, Written};
pub use record::{Record, RecordPlace};
pub use server::{EVENTS, News, Request, Response, Server};
pub use stamp::{Stamp, Stamps, build};
pub use terminal::{
    ask_line, is_interactive, print, prints_to_file, read_input, say, says_to_terminal, sketch,
    width,
};
pub use update::{UpdateError, Updated, restore_file, update_file};
pub use watch::{Changed, Event, WatchError, Watcher};
pub use workspace::{
    IncidentFolder, Incidents, RootError, find_root, folder, folders, is_link, overrides,
    read_config, read_inside, read_own, without_links,
};
pub use write::{
    append, create_folder, make_folder, markdown_files, read_file, read_file_up_to, write_file,
    write_new,
};
