use crate::check::rule::rule;

rule! {
    /// Finds text in the report that no reader will see.
    ///
    /// ## Why
    ///
    /// A report is shown section by section. Text before the first `##` heading belongs to no
    /// section, and a footnote that is defined in an internal section stays there: its reference
    /// in a public one leads nowhere.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// For forty minutes, nobody could pay.
    ///
    /// ## Root cause
    ///
    /// A full queue.
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue.[^ticket]
    ///
    /// ## Notes
    ///
    /// [^ticket]: OPS-1187
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// For forty minutes, nobody could pay.[^refunds]
    ///
    /// ## Root cause
    ///
    /// A full queue.
    ///
    /// [^refunds]: Payments that were taken twice were returned.
    /// ```
    "lost-text", Format, Error
}
