use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds names of internal hosts in texts for readers outside.
    ///
    /// ## Why
    ///
    /// A host that only resolves inside helps no reader, and its name often says what runs there and
    /// how machines are named. A name is internal by its end: `.internal`, `.local`, `.lan`,
    /// `.corp`, `.intra` or `.home.arpa`, or what `internal_suffixes` of `[audience]` in
    /// `incident.toml` lists instead. Files such as `/etc/rc.local`, names in programs and names that
    /// are the same everywhere, such as `host.docker.internal`, pass.
    ///
    /// Measured on the 23 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// Clients could not reach `db-3.prod.internal` any more.
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// The page https://wiki.int.example.com/runbooks has the steps.
    /// ```
    ///
    /// ```toml config
    /// [audience]
    /// internal_suffixes = [".int.example.com"]
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A script in `/etc/rc.local` set `com.example.cache.internal` on api.example.com.
    ///
    /// ## Notes
    ///
    /// It was db-3.prod.internal.
    /// ```
    "internal-host", Audience, Error, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Host,
    what: "the internal host",
    help: "say what it is instead, such as \"a database server\"",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
