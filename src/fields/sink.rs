use std::cell::RefCell;

use crate::diagnostic::Finding;

/// Collects the findings of one file.
#[derive(Debug)]
pub struct Sink<'f> {
    file: &'f str,
    findings: RefCell<Vec<Finding>>,
}

impl<'f> Sink<'f> {
    /// An empty sink for the file at `path` from the workspace root.
    #[must_use]
    pub const fn new(path: &'f str) -> Self {
        Self { file: path, findings: RefCell::new(Vec::new()) }
    }

    /// The file's path.
    #[must_use]
    pub const fn file(&self) -> &'f str {
        self.file
    }

    /// Adds a finding.
    pub fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// What was found.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}
