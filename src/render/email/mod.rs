//! Stub.
use super::{OutputFile, TemplateError, Templates};
use crate::config::Config;
use crate::view::View;
/// Stub.
pub fn incident(_: &View, _: &Config, _: &Templates) -> Result<Vec<OutputFile>, TemplateError> {
    Ok(Vec::new())
}
