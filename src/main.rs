//! The `incident` command: parse, run, exit code.

use std::process::ExitCode;

/// Reading, checking and rendering make millions of small texts, which it is quicker at than the
/// allocators of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    incident::cli::main()
}
