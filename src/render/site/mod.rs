//! Stub.
use super::{OutputFile, TemplateError, Templates};
use crate::config::Config;
use crate::view::View;
use chrono::{DateTime, FixedOffset};
/// Stub.
pub struct Site;
/// Stub.
pub struct Summary;
impl Site {
    /// Stub.
    pub fn new(_: &Config, _: &Templates, _: DateTime<FixedOffset>) -> Self {
        Self
    }
    /// Stub.
    pub fn incident(&self, _: &View) -> Result<(Summary, Vec<OutputFile>), TemplateError> {
        Ok((Summary, Vec::new()))
    }
    /// Stub.
    pub fn indexes(&self, _: &[Summary]) -> Result<Vec<OutputFile>, TemplateError> {
        Ok(Vec::new())
    }
}
