use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::context::Context;
use crate::io;

/// Work that is shorter shows none.
const LONG: Duration = Duration::from_secs(1);
/// Between two looks at how far it is.
const BEAT: Duration = Duration::from_millis(100);
/// Columns of the bar.
const COLUMNS: usize = 25;

/// How far work on many incidents is, as a bar on a terminal's last line: for somebody who waits.
#[derive(Debug, Default)]
pub(super) struct Progress(Option<Shown>);

#[derive(Debug)]
struct Shown {
    count: Arc<Count>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Count {
    /// What is done, in a word.
    verb: &'static str,
    total: usize,
    done: AtomicUsize,
    is_over: AtomicBool,
}

impl Progress {
    /// Of work on so many incidents. Nothing is shown where nobody looks, on terminals that know
    /// no commands, and with `--quiet`.
    pub(super) fn new(verb: &'static str, total: usize, context: &Context) -> Self {
        if context.quiet || context.is_dumb || !io::says_to_terminal() {
            return Self(None);
        }
        let (done, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let count = Arc::new(Count { verb, total, done, is_over });
        let counted = Arc::clone(&count);
        // Without a thread there is no bar, and the work is done all the same.
        let thread = std::thread::Builder::new().spawn(move || counted.show()).ok();
        Self(Some(Shown { count, thread }))
    }

    /// One more incident is done.
    pub(super) fn step(&self) {
        if let Some(shown) = &self.0 {
            shown.count.done.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Progress {
    /// Takes the bar away.
    fn drop(&mut self) {
        let Some(shown) = &mut self.0 else { return };
        shown.count.is_over.store(true, Ordering::Release);
        if let Some(thread) = shown.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

impl Count {
    fn show(&self) {
        let mut shown = 0;
        let mut wait = LONG;
        loop {
            std::thread::park_timeout(wait);
            if self.is_over.load(Ordering::Acquire) {
                break;
            }
            let line = self.line();
            io::sketch(&format!("\r{line:shown$}"));
            (shown, wait) = (line.len(), BEAT);
        }
        if shown > 0 {
            io::sketch(&format!("\r{:shown$}\r", ""));
        }
    }

    fn line(&self) -> String {
        let Self { verb, total, .. } = self;
        let done = self.done.load(Ordering::Relaxed).min(*total);
        let filled = done * COLUMNS / (*total).max(1);
        let bar = format!("{:=<filled$}{:width$}", "", "", width = COLUMNS - filled);
        format!("{verb} [{bar}] {done} of {total}")
    }
}

#[cfg(test)]
mod tests {
    use super::{AtomicBool, AtomicUsize, Count};

    fn line(done: usize, total: usize) -> String {
        let (done, is_over) = (AtomicUsize::new(done), AtomicBool::new(false));
        Count { verb: "Checking", total, done, is_over }.line()
    }

    #[test]
    fn a_bar_is_as_full_as_work_is_done() {
        assert_eq!(line(0, 50), "Checking [                         ] 0 of 50");
        assert_eq!(line(25, 50), "Checking [============             ] 25 of 50");
        assert_eq!(line(50, 50), "Checking [=========================] 50 of 50");
        assert_eq!(line(0, 0), "Checking [                         ] 0 of 0");
    }
}
