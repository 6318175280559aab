use crate::check::audience::LeakKind;
use crate::check::subject::Findings;

/// Reports the leaks of one kind: who would see it, what it is, and what stands there.
pub(super) fn report(findings: &mut Findings<'_>, kind: LeakKind, what: &str, help: &str) {
    for leak in findings.leaks().iter().filter(|leak| leak.kind == kind) {
        let words = leak.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("{} would see {what} {words}", leak.readers());
        findings
            .at_words(leak.place, leak.span, message)
            .help(format!("{help}; `allow` of [audience] in incident.toml lists what may be said"));
    }
}
