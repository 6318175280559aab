use crate::check::audience::{LeakKind, readers};
use crate::check::subject::Findings;

/// How leaks of one kind are reported.
pub(super) struct Reported {
    pub(super) kind: LeakKind,
    /// What it is, before the words themselves.
    pub(super) what: &'static str,
    /// What to write instead.
    pub(super) help: &'static str,
}

impl Reported {
    /// What these readers would see.
    pub(super) fn message(&self, readers: &str, words: &str) -> String {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{readers} would see {} {words}", self.what)
    }

    pub(super) fn help(&self) -> String {
        format!("{}; `allow` of [audience] in incident.toml lists what may be said", self.help)
    }
}

/// Reports the leaks of one kind: who would see it, what it is, and what stands there.
pub(super) fn report(findings: &mut Findings<'_>, reported: &Reported) {
    for leak in findings.leaks().iter().filter(|leak| leak.kind == reported.kind) {
        let message = reported.message(leak.readers(), &leak.words);
        findings.at_words(leak.place, leak.span, message).help(reported.help());
    }
    for leak in findings.attached_leaks().iter().filter(|leak| leak.kind == reported.kind) {
        let mut message = reported.message(readers(leak.audience), &leak.words);
        if leak.others > 0 {
            message.push_str(&format!(" and {} others in this file", leak.others));
        }
        let help = format!("{}, or do not link to the file", reported.help());
        findings.in_attachment(&leak.path, leak.span, message).help(help);
    }
}
