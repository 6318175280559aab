use crate::check::rule::rule;

rule! {
    /// Finds suppressions that do not say which rule they silence and why.
    ///
    /// ## Why
    ///
    /// Whoever reads the file next year must be able to tell a decision from a way around the
    /// tool. The form is `incident-allow: RULE reason`, with commas between several rules, in an
    /// HTML comment of a report or behind a `#` in TOML.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// pager = "Q1XYZ"  # incident-allow: unknown-key
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// pager = "Q1XYZ"  # incident-allow: unknown-key our pager writes this key
    /// ```
    "unexplained-suppression", Format, Warning
}
