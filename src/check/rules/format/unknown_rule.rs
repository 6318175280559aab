use crate::check::rule::rule;

rule! {
    /// Finds settings in `incident.toml`, and suppressions, of rules that do not exist.
    ///
    /// ## Why
    ///
    /// Whoever switches a rule off, or silences it at one place, wants it off. With its name
    /// misspelt it stays on, and whoever made one an error has a warning still.
    ///
    /// ## Fails
    ///
    /// ```toml config
    /// [rules]
    /// raw-htm = "error"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml config
    /// [rules]
    /// raw-html = "error"
    /// ```
    "unknown-rule", Format, Error
}
