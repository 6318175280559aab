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
pub fn without_interrupt<T>(work: impl FnOnce() -> T) -> io::Result<T> {
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
