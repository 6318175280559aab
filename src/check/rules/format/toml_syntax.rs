use crate::check::rule::rule;

rule! {
    /// Finds places where `facts.toml` and `incident.toml` are not TOML.
    ///
    /// ## Why
    ///
    /// What cannot be parsed says nothing. What stands before and behind the slip is still
    /// read and checked, so that one run shows the other faults too.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed
    /// started = 2024-05-02T10:00:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// ```
    "toml-syntax", Format, Error
}
