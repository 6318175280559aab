use crate::check::rule::rule;

rule! {
    /// Finds files that are missing, cannot be read, or are not text in UTF-8.
    ///
    /// ## Why
    ///
    /// An incident is two files: what is known and what is told. Where one of them cannot be
    /// read, nothing can be said about what it holds, and nothing of it is published.
    ///
    /// ## Fails
    ///
    /// A folder without a report. The same goes for a file in Latin-1, a symbolic link that
    /// leads out of the workspace, and a file of more than four MiB.
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed/facts.toml
    /// ```
    ///
    /// ## Passes
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed/facts.toml
    /// 2024-05-02-checkout-failed/report.md
    /// ```
    "unreadable-file", Format, Error
}
