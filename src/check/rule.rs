use super::subject::{Findings, Subject};
use crate::diagnostic::Level;
use crate::source::Outline;

/// What a rule watches over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The files can be read as what they are.
    Format,
    /// Times, windows and states agree with each other.
    Order,
    /// What the prose states is what the facts say.
    Truth,
    /// What leaves the building is meant to.
    Audience,
    /// Words that blame, say nothing or are not understood.
    Language,
    /// What was learnt has an owner, a deadline and an answer.
    Actions,
    /// What is published stays what it was, or says what changed.
    Publication,
}

impl Family {
    /// Every family with its name.
    pub const ALL: [(&'static str, Self); 7] = [
        ("format", Self::Format),
        ("order", Self::Order),
        ("truth", Self::Truth),
        ("audience", Self::Audience),
        ("language", Self::Language),
        ("actions", Self::Actions),
        ("publication", Self::Publication),
    ];

    /// The lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// A rule: what it is called, why it exists, and how it looks at an incident.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, in kebab-case.
    pub id: &'static str,
    /// What it watches over.
    pub family: Family,
    /// Its level without configuration.
    pub level: Level,
    /// Markdown: one sentence, then `## Why`, `## Fails` and `## Passes`.
    pub(super) doc: &'static str,
    /// How it looks at one incident; nothing for rules that the loader enforces.
    pub(super) check: Option<fn(&Subject<'_>, &mut Findings<'_>)>,
}

/// A part of a rule's documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// `Why`, `Fails` or `Passes`.
    pub heading: String,
    /// Markdown.
    pub text: String,
}

impl Rule {
    /// Whether it looks at incidents by itself; the other rules are enforced where files are
    /// read, or where all incidents are in view.
    #[must_use]
    pub const fn has_check(&self) -> bool {
        self.check.is_some()
    }

    /// Whether its level is fixed. What these rules find is not read, or read as what nobody
    /// wrote: with the rule off, facts would go missing or wrong in silence.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(
            self.id,
            "bad-time"
                | "bad-value"
                | "conflict-marker"
                | "missing-key"
                | "toml-syntax"
                | "unreadable-file"
                | "wrong-type"
        )
    }

    /// Its documentation as Markdown.
    #[must_use]
    pub fn documentation(&self) -> String {
        let lines: Vec<&str> =
            self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n").trim().to_owned()
    }

    /// What it does, in one sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        let text = self.documentation();
        let first = text.split("\n\n").next().unwrap_or_default();
        first.replace('\n', " ")
    }

    /// The parts of its documentation behind the first sentence.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let text = self.documentation();
        let outline = Outline::of(&text);
        outline
            .sections
            .iter()
            .map(|section| Section {
                heading: outline.headings[section.heading].text.trim().to_owned(),
                text: text[section.body.range()].trim().to_owned(),
            })
            .collect()
    }
}

/// Declares the rule of a file: its documentation, id, family, level and, unless the loader
/// enforces it, that the file's `check` function looks for it.
macro_rules! rule {
    ($(#[doc = $doc:literal])* $id:literal, $family:ident, $level:ident $(, $check:ident)?) => {
        pub(in crate::check) const RULE: $crate::check::Rule = $crate::check::Rule {
            id: $id,
            family: $crate::check::Family::$family,
            level: $crate::diagnostic::Level::$level,
            doc: concat!($($doc, "\n"),*),
            check: rule!(@check $($check)?),
        };
    };
    (@check) => { None };
    (@check $check:ident) => { Some($check) };
}

pub(in crate::check) use rule;
