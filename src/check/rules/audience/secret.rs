use crate::check::audience::secrets;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::diagnostic::Finding;
use crate::source::{SourceFile, Span};

rule! {
    /// Finds passwords, tokens and private keys.
    ///
    /// ## Why
    ///
    /// Whoever has the repository has what is in it, and git keeps what was removed. So this
    /// rule reads whole files, comments and internal text included, and attachments that texts for
    /// readers outside link to. It knows the
    /// tokens of some forty services by their form, private keys, JSON Web Tokens, passwords in
    /// URLs, bearer tokens, and values that are given to a `password`, a `token` or the like
    /// and are too random to be words. No output shows what it finds.
    ///
    /// Measured on the 40 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:00:00
    /// text = "Restored with PGPASSWORD=tRk83bQz1mVw"
    /// ```
    ///
    /// ```markdown report
    /// ## Notes
    ///
    ///     psql postgres://shop:tRk83bQz@db-3/orders
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:00:00
    /// text = "Restored with PGPASSWORD=$DB_PASSWORD"
    /// ```
    ///
    /// ```markdown report
    /// ## Notes
    ///
    ///     psql postgres://shop:password@db-3/orders
    ///
    /// The token: it had expired on 2024-05-01.
    /// ```
    "secret", Audience, Error, check
}

const HELP: &str = "revoke it now and then remove it: who has the repository's history has it";

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut reported: Vec<(&str, Span)> = Vec::new();
    let attached = findings.published_texts().into_iter().map(|(file, _)| file);
    let files = [subject.facts_file(), subject.report_file()].into_iter().chain(attached);
    let written =
        files.flat_map(|file| secrets(&file.text).into_iter().map(move |one| (file, one)));
    for (file, secret) in written.chain(findings.shown_secrets()) {
        let is_same = |(path, span): &(&str, Span)| *path == file.path && span.meets(secret.span);
        if !reported.iter().any(is_same) {
            findings.at_secret(file, secret.span, message(&secret.description)).help(HELP);
            reported.push((&file.path, secret.span));
        }
    }
}

/// The secrets in a file that belongs to no incident.
pub(in crate::check) fn in_file(file: &SourceFile) -> Vec<Finding> {
    let finding = |secret: crate::check::audience::Secret| {
        Finding::error(RULE.id, &file.path, secret.span, message(&secret.description))
            .help(HELP)
            .secret()
    };
    secrets(&file.text).into_iter().map(finding).collect()
}

fn message(description: &str) -> String {
    format!("this looks like {description}")
}
