use super::Outcome;
use super::error::CommandError;
use crate::{io, load};

/// Print the JSON Schema of facts.toml
///
/// Editors with a TOML language server complete and check facts.toml with it: `incident init`
/// puts it into incidents/facts.schema.json, and scaffolds point to it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: &Args) -> Result<Outcome, CommandError> {
    io::print(load::schema().as_bytes())?;
    Ok(Outcome::Clean)
}
