use super::rule::Rule;
use super::rules;
use super::rules::audience::secret;
use super::rules::format::unused_suppression;
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

    /// The levels of a run that errors stop and that shows nothing but errors: a rule that can cause
    /// none is off.
    ///
    /// What `secret` finds is blanked where the lines of errors are shown, so it stays. With
    /// `unused-suppression` among the errors all stay: whether a suppression is needless is only
    /// known of a rule that has looked.
    #[must_use]
    pub fn for_errors(&self) -> Self {
        let is_error = |level: &Option<Level>| *level == Some(Level::Error);
        if is_error(&self.of(unused_suppression::RULE.id)) {
            return self.clone();
        }
        let stays = |rule: &str, level| is_error(level) || rule == secret::RULE.id;
        let levels = all().zip(&self.0);
        Self(levels.map(|(rule, level)| level.filter(|_| stays(rule.id, level))).collect())
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
        .help("what it finds cannot be read as it is meant, and would be lost in silence; remove the line")
}

#[cfg(test)]
mod tests {
    use super::{Levels, all, find};
    use crate::config::Config;
    use crate::diagnostic::Level;

    fn levels(set: &[(&str, Option<Level>)]) -> Levels {
        let (mut levels, _) = Levels::new(&Config::default());
        for (rule, level) in set {
            levels.set(find(rule).unwrap(), *level);
        }
        levels
    }

    #[test]
    fn for_errors_what_only_warns_is_off() {
        let usual = levels(&[("blame", Some(Level::Error)), ("dead-link", Some(Level::Warning))]);
        let reduced = usual.for_errors();
        for rule in all() {
            let is_on = usual.of(rule.id) == Some(Level::Error);
            assert_eq!(reduced.of(rule.id), is_on.then_some(Level::Error), "{}", rule.id);
        }
        assert_eq!(reduced.of("dead-link"), None);
        assert_eq!(reduced.of("blame"), Some(Level::Error));
    }

    #[test]
    fn for_errors_what_blanks_and_what_is_judged_by_others_stays() {
        let blanking = levels(&[("secret", Some(Level::Warning))]).for_errors();
        assert_eq!(blanking.of("secret"), Some(Level::Warning));
        assert_eq!(levels(&[("secret", None)]).for_errors().of("secret"), None);
        let judging = levels(&[("unused-suppression", Some(Level::Error))]).for_errors();
        assert_eq!(judging.of("blame"), Some(Level::Warning));
    }
}
