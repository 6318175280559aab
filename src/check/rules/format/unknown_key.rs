use crate::check::rule::rule;

rule! {
    /// Finds keys that mean nothing in `facts.toml` and `incident.toml`.
    ///
    /// ## Why
    ///
    /// A misspelt key is a fact that is not there: `resolvd` leaves the incident open for ever
    /// and nobody sees why.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// resolvd = 2024-05-02T10:40:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// resolved = 2024-05-02T10:40:00
    /// ```
    "unknown-key", Format, Error
}
