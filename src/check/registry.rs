use super::rule::Rule;
use super::rules;
use crate::config::{Config, FILE_NAME};
use crate::diagnostic::{Finding, Level};
use crate::fields::{BAD_VALUE, closest};
use crate::source::Span;

/// Every rule, by family and then id.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter()
}

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// The finding that no rule is called so.
pub(super) fn unknown(id: &str, file: &str, span: Span) -> Finding {
    let help = match closest(id, all().map(|rule| rule.id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`incident explain` lists the rules".to_owned(),
    };
    Finding::error("unknown-rule", file, span, format!("no rule is called `{id}`")).help(help)
}

/// The level of every rule after configuration, in the order of [`all`]; nothing where it is off.
#[derive(Clone, Debug)]
pub struct Levels(Vec<Option<Level>>);

impl Levels {
    /// The configured levels, with a finding for every setting of a rule that does not exist.
    #[must_use]
    pub fn new(config: &Config) -> (Self, Vec<Finding>) {
        let mut levels = Self(all().map(|rule| Some(rule.level)).collect());
        let mut findings = Vec::new();
        for setting in &config.rules {
            match find(&setting.rule) {
                Some(rule) if rule.is_locked() && setting.level != Some(rule.level) => {
                    findings.push(locked(rule, setting.span));
                }
                Some(rule) => levels.set(rule, setting.level),
                None => findings.push(unknown(&setting.rule, FILE_NAME, setting.span)),
            }
        }
        (levels, findings)
    }

    /// Sets one rule's level, as the command line asks; a locked rule keeps its own.
    pub fn set(&mut self, rule: &'static Rule, level: Option<Level>) {
        let own = all().zip(&mut self.0).find(|(other, _)| other.id == rule.id);
        if let Some((_, own)) = own.filter(|_| !rule.is_locked()) {
            *own = level;
        }
    }

    /// The rules that are not off.
    pub(super) fn on(&self) -> impl Iterator<Item = &'static Rule> {
        all().zip(&self.0).filter_map(|(rule, level)| level.is_some().then_some(rule))
    }

    /// A rule's level; nothing where it is off.
    #[must_use]
    pub fn of(&self, rule: &str) -> Option<Level> {
        let own = all().zip(&self.0).find(|(other, _)| other.id == rule);
        own.map_or(Some(Level::Error), |(_, level)| *level)
    }

    /// Gives findings their levels and drops those of rules that are off.
    pub fn apply(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| match self.of(finding.rule) {
            Some(level) => {
                finding.level = level;
                true
            }
            None => false,
        });
    }
}

fn locked(rule: &Rule, span: Span) -> Finding {
    Finding::error(BAD_VALUE, FILE_NAME, span, format!("`{}` cannot be switched off", rule.id))
        .help("what it finds cannot be read, and would go missing in silence; remove the line")
}
