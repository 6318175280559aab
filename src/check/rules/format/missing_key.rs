use crate::check::rule::rule;

rule! {
    /// Finds tables that lack a key without which they mean nothing.
    ///
    /// ## Why
    ///
    /// An impact window without a start cannot be drawn, and a timeline entry without a time
    /// has no place. Where a time is not known, say so: `at = "unknown"`.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[timeline]]
    /// text = "The queue runs full"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[timeline]]
    /// at = "unknown"
    /// text = "The queue runs full"
    /// ```
    "missing-key", Format, Error
}
