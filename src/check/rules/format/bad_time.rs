use crate::check::rule::rule;

rule! {
    /// Finds times that did not exist, existed twice, or are in a zone that does not exist.
    ///
    /// ## Why
    ///
    /// When clocks are put forward, they skip an hour; when they are put back, they show one
    /// hour twice. A time in such an hour needs its offset, or everything that is derived from
    /// it may be an hour wrong.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zurich"
    /// started = 2024-03-31T02:30:00
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zuerich"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = { after = 2024-05-02T11:00:00, before = 2024-05-02T10:00:00 }
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zurich"
    /// started = 2024-10-27T02:30:00+01:00
    /// resolved = { after = 2024-10-27T03:00:00, before = 2024-10-27T04:00:00 }
    /// ```
    "bad-time", Format, Error
}
