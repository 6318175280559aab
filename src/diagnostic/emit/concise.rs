use std::fmt::Write as _;

use super::inert::one_line;
use super::{Indexes, Sources};
use crate::diagnostic::Finding;

/// A line a finding: `PATH:LINE:COLUMN: LEVEL[RULE] MESSAGE`.
#[must_use]
pub fn concise(findings: &[Finding], sources: &Sources<'_>) -> String {
    let mut indexes = Indexes::new(sources);
    let mut text = String::new();
    for finding in findings {
        let place = indexes.of(&finding.file).position(finding.span.start);
        let message = one_line(&finding.message);
        let file = one_line(&finding.file);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{file}:{}:{}: {}[{}] {message}",
            place.line, place.column, finding.level, finding.rule
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::concise;
    use crate::diagnostic::{Finding, emit::Sources};
    use crate::source::Span;

    #[test]
    fn is_one_line_whatever_the_message_holds() {
        let mut sources = Sources::default();
        sources.insert("f", "ä\nbc");
        let finding = Finding::error("rule", "f", Span::new(4, 5), "one\n\u{1b}[2Jtwo");
        assert_eq!(concise(&[finding], &sources), "f:2:2: error[rule] one [2Jtwo\n");
    }
}
