//! The `incident` command.

fn main() {}
