use std::fmt;

use super::Fix;
use crate::source::{FieldPath, Span};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Fails the run.
    Error,
    /// Worth a look; fails the run only where the caller says so.
    Warning,
}

impl Level {
    /// The lower-case name used in every format.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A second place that explains a finding: "resolved here", "started here".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Path from the workspace root.
    pub file: String,
    /// The place.
    pub span: Span,
    /// What stands there, in a few words.
    pub label: String,
}

/// One fault at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id, in kebab-case; a key of the registry in `check`.
    pub rule: &'static str,
    /// How bad it is, after configuration.
    pub level: Level,
    /// Path from the workspace root, with `/` between its parts.
    pub file: String,
    /// The bytes at fault.
    pub span: Span,
    /// The field at fault, where the file is TOML.
    pub field: Option<FieldPath>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// A few words beside the place, where the message alone does not say it.
    pub label: Option<String>,
    /// What to do next.
    pub help: Option<String>,
    /// Places that explain this one.
    pub related: Vec<Related>,
    /// How it can be mended, where that is known.
    pub fix: Option<Fix>,
    /// Whether the bytes at fault may be shown to nobody: a password in a terminal or in the
    /// log of a pipeline is given away a second time.
    pub is_secret: bool,
}

impl Finding {
    /// Whether it fails the check by itself.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }

    /// An error at `span` of `file`.
    #[must_use]
    pub fn error(rule: &'static str, file: &str, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: Level::Error,
            file: file.to_owned(),
            span,
            field: None,
            message: message.into(),
            label: None,
            help: None,
            related: Vec::new(),
            fix: None,
            is_secret: false,
        }
    }

    /// With its bytes kept from every output.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// With the field it speaks of.
    #[must_use]
    pub fn field(mut self, field: FieldPath) -> Self {
        self.field = Some(field);
        self
    }

    /// With words beside the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With the next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a place that explains it.
    #[must_use]
    pub fn related(mut self, file: &str, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related { file: file.to_owned(), span, label: label.into() });
        self
    }

    /// With the edits of its file that mend it.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }
}

/// Sorts by place, then by rule and message, and drops exact repeats.
pub fn sort(findings: &mut Vec<Finding>) {
    let key = |finding: &Finding| {
        (finding.file.clone(), finding.span, finding.rule, finding.message.clone())
    };
    findings.sort_by_cached_key(key);
    findings.dedup();
}
