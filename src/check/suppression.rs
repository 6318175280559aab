//! Comments that tell rules to be silent at one place: `incident-allow: RULE reason`.

use std::collections::HashMap;

use super::registry::{Levels, all, find, unknown};
use super::rule::{Family, Rule};
use super::rules::format::{
    toml_syntax, unexplained_suppression, unreadable_file, unused_suppression,
};
use super::rules::publication::draft_linked;
use crate::diagnostic::{Edit, Finding, Fix};
use crate::fields::meant;
use crate::source::{Comment, SourceFile, Span, markdown_comments, toml_comments};

/// The word that such comments begin with.
const WORD: &str = "incident-allow";

/// How much the rules could see of what a file's suppressions speak of: only where they saw
/// all that they look at can a suppression be called needless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// A file could not be read, or not all of it.
    Parts,
    /// Every value, but not each could be understood.
    Values,
    /// Everything.
    Everything,
}

impl Seen {
    /// What was seen where reading the files gave these findings.
    #[must_use]
    pub fn of(findings: &[Finding], facts_are_whole: bool) -> Self {
        let hide_others = [unreadable_file::RULE.id, toml_syntax::RULE.id];
        if findings.iter().any(|finding| hide_others.contains(&finding.rule)) {
            Self::Parts
        } else if facts_are_whole {
            Self::Everything
        } else {
            Self::Values
        }
    }
}

/// A comment that tells rules to be silent.
#[derive(Clone, Debug)]
pub struct Suppression {
    file: String,
    comment: Comment,
    rules: Vec<Named>,
    has_reason: bool,
    seen: Seen,
    /// Whether its incident was compared with another version of it.
    is_compared: bool,
    /// All that goes away with it.
    removal: Span,
}

/// A rule as a comment names it.
#[derive(Clone, Debug)]
struct Named {
    id: String,
    span: Span,
    is_used: bool,
}

/// The suppressions of a file.
#[must_use]
pub fn suppressions(file: &SourceFile, seen: Seen) -> Vec<Suppression> {
    if !file.text.contains(WORD) {
        return Vec::new();
    }
    let text = file.parsable();
    let comments =
        if file.path.ends_with(".md") { markdown_comments(&text) } else { toml_comments(&text) };
    comments
        .into_iter()
        .filter_map(|comment| {
            let (rules, has_reason) = parse(&text, comment.body)?;
            let (file, removal) = (file.path.clone(), removal(&text, &comment));
            Some(Suppression {
                file,
                comment,
                rules,
                has_reason,
                seen,
                is_compared: false,
                removal,
            })
        })
        .collect()
}

/// The comment with the line that is its own, or with the white space that sets it off.
fn removal(text: &str, comment: &Comment) -> Span {
    let Span { start, end } = comment.span;
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    if comment.is_alone {
        let behind = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
        return Span::new(line, behind);
    }
    let before = line + text[line..start].trim_end_matches([' ', '\t']).len();
    let behind = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
    if before == line { Span::new(start, end + behind) } else { Span::new(before, end) }
}

/// The rules that a comment names, and whether it gives a reason; nothing for a comment that is
/// about something else. Without the colon it names no rule.
fn parse(text: &str, body: Span) -> Option<(Vec<Named>, bool)> {
    let rest = text[body.range()].trim_start().strip_prefix(WORD)?;
    let Some(rest) = rest.strip_prefix(':') else {
        let is_other_word = rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
        return (!is_other_word).then(|| (Vec::new(), true));
    };
    let mut rest = rest.trim_start();
    let mut rules = Vec::new();
    loop {
        let id = rest.split([',', ' ', '\t', '\r', '\n']).next().unwrap_or_default();
        let start = body.end - rest.len();
        if !id.is_empty() {
            let span = Span::new(start, start + id.len());
            rules.push(Named { id: id.to_owned(), span, is_used: false });
        }
        rest = rest[id.len()..].trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None => return Some((rules, rest.contains(char::is_alphanumeric))),
        }
    }
}

impl Suppression {
    /// Says that the rules about publication compared the incident with its version at the base
    /// that the caller chose. What was committed last may already have what it silences.
    #[must_use]
    pub fn compared(self, is_compared: bool) -> Self {
        Self { is_compared, ..self }
    }

    /// Whether it silences a finding of its file; notes that it is of use then.
    fn silences(&mut self, finding: &Finding) -> bool {
        let at = Span::at(finding.span.start);
        if !self.comment.scope.iter().any(|span| span.contains(at)) {
            return false;
        }
        let mut silences = false;
        let is_locked = find(finding.rule).is_some_and(Rule::is_locked);
        for rule in self.rules.iter_mut().filter(|rule| rule.id == finding.rule && !is_locked) {
            rule.is_used = true;
            silences = true;
        }
        silences
    }

    /// What is wrong with it, once every finding has been shown to it.
    fn findings(&self, levels: &Levels, findings: &mut Vec<Finding>) {
        let needless: Vec<bool> =
            self.rules.iter().map(|rule| self.is_needless(rule, levels)).collect();
        let all = needless.iter().all(|needless| *needless);
        for (index, rule) in self.rules.iter().enumerate() {
            if needless[index] {
                findings.push(self.unused(index, all));
            } else if find(&rule.id).is_none() && !rule.is_used {
                findings.push(self.unknown(rule));
            }
        }
        if self.rules.is_empty() {
            findings.push(self.unexplained("this names no rule to be silent"));
        } else if !self.has_reason {
            findings.push(self.unexplained("this does not say why the rule is to be silent"));
        }
    }

    /// Whether a rule looked, could see, and found nothing here. Rules about publication look
    /// where there is another version to compare with, and one of them at other incidents, which
    /// may not all be in view.
    fn is_needless(&self, named: &Named, levels: &Levels) -> bool {
        let Some(rule) = find(&named.id).filter(|rule| levels.of(rule.id).is_some()) else {
            return false;
        };
        let is_blind = !self.is_compared || rule.id == draft_linked::RULE.id;
        if rule.family == Family::Publication && is_blind {
            return false;
        }
        if rule.is_locked() {
            return true;
        }
        let needed = if rule.has_check() { Seen::Everything } else { Seen::Values };
        !named.is_used && self.seen >= needed
    }

    /// The finding that the rule at `index` is needless here, or that every one is.
    fn unused(&self, index: usize, all: bool) -> Finding {
        let rule = &self.rules[index];
        let message = if find(&rule.id).is_some_and(Rule::is_locked) {
            format!("`{}` cannot be silenced: what it finds cannot be read as it is meant", rule.id)
        } else {
            format!("`{}` finds nothing here that could be silenced", rule.id)
        };
        let removal = match (self.rules.get(index + 1), index.checked_sub(1)) {
            _ if all => self.removal,
            (Some(next), _) => Span::new(rule.span.start, next.span.start),
            (None, Some(previous)) => Span::new(self.rules[previous].span.end, rule.span.end),
            (None, None) => rule.span,
        };
        Finding::error(unused_suppression::RULE.id, &self.file, rule.span, message)
            .help("remove it, or move it to the line before what it is to silence")
            .fix(Fix::safe("remove it", Edit::remove(removal)))
    }

    fn unknown(&self, rule: &Named) -> Finding {
        let fix = meant(&rule.id, all().map(|rule| rule.id))
            .map(|id| Fix::guess(format!("write `{id}`"), Edit::replace(rule.span, id)));
        unknown(&rule.id, &self.file, rule.span).fix(fix)
    }

    fn unexplained(&self, message: &str) -> Finding {
        Finding::error(unexplained_suppression::RULE.id, &self.file, self.comment.span, message)
            .help(format!("write `{WORD}: RULE reason`"))
    }
}

/// Takes away the findings that are to be silenced, and adds what is wrong with the suppressions
/// themselves, which nothing silences. A rule that is off cannot show that one is of use.
pub fn suppress(findings: &mut Vec<Finding>, mut suppressions: Vec<Suppression>, levels: &Levels) {
    let mut files: HashMap<String, Vec<&mut Suppression>> = HashMap::new();
    for suppression in &mut suppressions {
        files.entry(suppression.file.clone()).or_default().push(suppression);
    }
    findings.retain(|finding| {
        let Some(own) = files.get_mut(&finding.file) else { return true };
        // Every one of them is shown the finding: two that silence the same are both of use.
        own.iter_mut().filter_map(|one| one.silences(finding).then_some(())).count() == 0
    });
    drop(files);
    for suppression in &suppressions {
        suppression.findings(levels, findings);
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, suppressions};
    use crate::source::SourceFile;

    fn seen(comment: &str) -> Option<(Vec<String>, bool)> {
        let file = SourceFile { path: "facts.toml".to_owned(), text: format!("#{comment}") };
        let found = suppressions(&file, Seen::Everything).pop()?;
        let text = |rule: &super::Named| file.slice(rule.span).to_owned();
        Some((found.rules.iter().map(text).collect(), found.has_reason))
    }

    #[test]
    fn reads_rules_and_reasons() {
        let some = |rules: &[&str], reason| {
            Some((rules.iter().map(|&rule| rule.to_owned()).collect(), reason))
        };
        assert_eq!(seen(" incident-allow: a-b why not"), some(&["a-b"], true));
        assert_eq!(seen("incident-allow:a , b,c\tbecause, really"), some(&["a", "b", "c"], true));
        assert_eq!(seen(" incident-allow: a"), some(&["a"], false));
        assert_eq!(seen(" incident-allow: a --"), some(&["a"], false));
        assert_eq!(seen(" incident-allow:"), some(&[], false));
        assert_eq!(seen(" incident-allow a why"), some(&[], true));
        assert_eq!(seen(" incident-allowance"), None);
        assert_eq!(seen(" see incident-allow: a why"), None);
    }
}
