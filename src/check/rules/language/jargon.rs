use super::report::report;
use crate::check::language::WordingKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds terms of the trade that are not explained where customers read first.
    ///
    /// ## Why
    ///
    /// The summary, the title and the updates are read by people who want to know whether they were
    /// affected. "etcd lost quorum" does not tell them. The rule knows about 150 terms and no others:
    /// an unknown acronym may be the name of a product. A term passes once it is explained in the
    /// same text: `GC (the program's own cleaning)`, `storage daemons (OSDs)`, `etcd, the database of
    /// our cluster`. Code and links are left alone. `jargon` of `[words]` in `incident.toml` adds
    /// terms, `allow` takes out what your customers know. English only.
    ///
    /// Measured on the 32 sentences of `tests/phrases/language.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:10:00
    /// status = "identified"
    /// text = "The thundering herd after the failover made the kubelet restart."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:10:00
    /// status = "identified"
    /// text = "All programs asked at once after the switch, and etcd, the database of our cluster, fell behind."
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// A server ran out of memory.
    ///
    /// ## Root cause
    ///
    /// The OOM killer stopped the kubelet.
    /// ```
    "jargon", Language, Warning, check
}

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(
        findings,
        &[WordingKind::Jargon],
        "may mean nothing to customers",
        "use plain words, explain it in brackets behind it, or list it in `allow` of [words]",
    );
}
