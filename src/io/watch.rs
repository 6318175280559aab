use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::workspace::{CONFIG, INCIDENTS, TEMPLATES};

/// Editors save in several steps; after this long without another one the save is over.
const QUIET: Duration = Duration::from_millis(15);
/// Changes that are taken together at most: who never stops saving sees the page move on too.
const MOST_STEPS: usize = 2_000;

/// Why a workspace cannot be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The operating system watches no more folders.
    #[error("the operating system watches no more folders")]
    Full,
    /// The operating system's answer.
    #[error("{0}")]
    Refused(String),
}

/// What wakes a command that waits.
#[derive(Debug)]
pub enum Event {
    /// Files of the workspace are not what they were.
    Changed(Changed),
    /// The user wants it to end: Ctrl-C.
    Interrupted,
}

/// What has changed below a workspace's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Paths from the root, with `/` between their parts.
    pub paths: BTreeSet<String>,
    /// Whether there may be more than these.
    pub is_partial: bool,
}

/// Watches a workspace's configuration, incidents and templates, and Ctrl-C.
#[derive(Debug)]
pub struct Watcher {
    root: PathBuf,
    system: RecommendedWatcher,
    signals: Receiver<Signal>,
}

#[derive(Debug)]
enum Signal {
    File(notify::Result<notify::Event>),
    Interrupt,
}

impl Watcher {
    /// Starts to watch. From now on Ctrl-C is an event and does not end the process.
    ///
    /// # Errors
    ///
    /// What the operating system says, and a second watcher in one process.
    pub fn new(root: &Path) -> Result<Self, WatchError> {
        let (sender, signals) = channel();
        let system = notify::recommended_watcher(file_sender(sender.clone())).map_err(refused)?;
        // Who does not listen any more has ended already.
        ctrlc::set_handler(move || drop(sender.send(Signal::Interrupt)))
            .map_err(|error| WatchError::Refused(error.to_string()))?;
        let mut watcher = Self { root: root.to_owned(), system, signals };
        watcher.system.watch(root, RecursiveMode::NonRecursive).map_err(refused)?;
        for folder in [INCIDENTS, TEMPLATES] {
            watcher.enter(folder)?;
        }
        Ok(watcher)
    }

    /// Waits for something to happen. Steps that follow each other at once are one change.
    ///
    /// # Errors
    ///
    /// A folder that has come and cannot be watched, and a watcher that has died.
    pub fn wait(&mut self) -> Result<Event, WatchError> {
        let mut changed = Changed::default();
        let mut steps = 0;
        while steps < MOST_STEPS {
            let is_waiting = changed == Changed::default();
            let signal = if is_waiting {
                self.signals.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                steps += 1;
                self.signals.recv_timeout(QUIET)
            };
            match signal {
                Ok(Signal::Interrupt) => return Ok(Event::Interrupted),
                Ok(Signal::File(event)) => self.note(event, &mut changed)?,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(WatchError::Refused("nothing is watched any more".to_owned()));
                }
            }
        }
        Ok(Event::Changed(changed))
    }

    fn note(
        &mut self,
        event: notify::Result<notify::Event>,
        changed: &mut Changed,
    ) -> Result<(), WatchError> {
        let Ok(event) = event else {
            changed.is_partial = true;
            return Ok(());
        };
        changed.is_partial |= event.need_rescan();
        // Reading is no change; this tool's own reading would never end otherwise.
        if matches!(event.kind, EventKind::Access(_)) {
            return Ok(());
        }
        let paths: Vec<_> = event.paths.iter().filter_map(|path| self.relevant(path)).collect();
        for path in paths {
            if path == INCIDENTS || path == TEMPLATES {
                changed.is_partial = true;
                self.enter(&path)?;
            }
            changed.paths.insert(path);
        }
        Ok(())
    }

    /// The path from the root, where it is one that pages are made of. Hidden files and those
    /// that end in `~` are what editors leave for themselves.
    fn relevant(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let is_ours =
            parts.first().is_some_and(|first| [CONFIG, INCIDENTS, TEMPLATES].contains(&&**first));
        let is_left = parts.iter().any(|part| part.starts_with('.') || part.ends_with('~'));
        (is_ours && !is_left).then(|| parts.join("/"))
    }

    fn enter(&mut self, folder: &str) -> Result<(), WatchError> {
        let path = self.root.join(folder);
        if !path.is_dir() {
            return Ok(());
        }
        self.system.watch(&path, RecursiveMode::Recursive).map_err(refused)
    }
}

fn file_sender(sender: Sender<Signal>) -> impl FnMut(notify::Result<notify::Event>) + Send {
    move |event| drop(sender.send(Signal::File(event)))
}

fn refused(error: notify::Error) -> WatchError {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => WatchError::Full,
        _ => WatchError::Refused(error.to_string()),
    }
}
