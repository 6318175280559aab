//! The `incident` command: parse, run, exit code.

use std::process::ExitCode;

/// Reading, checking and rendering make millions of small texts; the system's allocator would take
/// a tenth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    incident::cli::main()
}
