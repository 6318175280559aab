//! The `incident` command: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    incident::cli::main()
}
