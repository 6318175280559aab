use crate::check::language::WordingKind;
use crate::check::subject::Findings;

/// Reports the wordings of some kinds.
pub(super) fn report(findings: &mut Findings<'_>, kinds: &[WordingKind], what: &str, help: &str) {
    for wording in findings.wordings().iter().filter(|wording| kinds.contains(&wording.kind)) {
        let message = format!("\"{}\" {what}", wording.shown);
        findings.at_words(wording.place, wording.span, message).help(help);
    }
}
