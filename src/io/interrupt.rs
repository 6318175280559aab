use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag::register_conditional_default;

/// Whether ctrl-C ends this process, as it does outside of [`without_interrupt`].
static IS_DEADLY: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Does something that deals with ctrl-C in its own way: an editor that takes it as a key, a
/// question that must give the terminal back as it was. Meanwhile it does not end this process.
///
/// # Errors
///
/// What the operating system says about taking over the signal.
pub(super) fn without_interrupt<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    let is_deadly = match IS_DEADLY.get() {
        Some(flag) => flag,
        None => {
            let flag = Arc::new(AtomicBool::new(true));
            register_conditional_default(SIGINT, Arc::clone(&flag))?;
            IS_DEADLY.get_or_init(|| flag)
        }
    };
    is_deadly.store(false, Ordering::SeqCst);
    let result = work();
    is_deadly.store(true, Ordering::SeqCst);
    Ok(result)
}

/// Does something that reads keys from the terminal, ctrl-C among them. The terminal must not
/// make a signal of it: between two keys, where a library leaves raw mode, it would be lost.
///
/// # Errors
///
/// What the operating system says about taking over the signal.
pub fn with_keys<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    let _keys = Keys::take();
    without_interrupt(work)
}

/// A terminal that gives ctrl-C as a key until this goes away.
#[cfg(unix)]
struct Keys(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Keys {
    fn take() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let Ok(before) = tcgetattr(io::stdin()) else { return Self(None) };
        let mut keys = before.clone();
        keys.local_modes.remove(LocalModes::ISIG);
        let taken = tcsetattr(io::stdin(), OptionalActions::Drain, &keys);
        Self(taken.is_ok().then_some(before))
    }
}

#[cfg(unix)]
impl Drop for Keys {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // Nobody can be told when it fails.
            let _ = rustix::termios::tcsetattr(
                io::stdin(),
                rustix::termios::OptionalActions::Drain,
                before,
            );
        }
    }
}

/// Consoles of Windows give keys as they are.
#[cfg(not(unix))]
struct Keys;

#[cfg(not(unix))]
impl Keys {
    fn take() -> Self {
        Self
    }
}
