//! One process, from start to end.

use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// What a process took.
#[derive(Clone, Copy)]
pub struct Sample {
    pub wall: Duration,
    /// The most memory that it, or one of its children, held at once, in bytes.
    pub peak: u64,
}

/// Runs a command to its end, with nobody reading what it prints.
pub fn run(command: &mut Command) -> io::Result<Sample> {
    ended_with(&[0], command)
}

/// Runs a command that may find something, and says so with the status 1.
pub fn run_check(command: &mut Command) -> io::Result<Sample> {
    ended_with(&[0, 1], command)
}

fn ended_with(statuses: &[i32], command: &mut Command) -> io::Result<Sample> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let ended = command.spawn()?.wait4()?;
    let wall = began.elapsed();
    if !ended.status.code().is_some_and(|status| statuses.contains(&status)) {
        return Err(io::Error::other(format!("{command:?} ended with {}", ended.status)));
    }
    Ok(Sample { wall, peak: ended.rusage.maxrss })
}

/// The sample in the middle, by time.
pub fn median(samples: &mut [Sample]) -> Option<Sample> {
    samples.sort_by_key(|sample| sample.wall);
    samples.get(samples.len() / 2).copied()
}
