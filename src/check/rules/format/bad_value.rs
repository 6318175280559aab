use crate::check::rule::rule;

rule! {
    /// Finds values of the right type that are not allowed.
    ///
    /// ## Why
    ///
    /// Pages, feeds and statistics know a fixed set of words. Any other would have to be
    /// guessed at, and a wrong guess about an audience or a state is a leak or a false alarm.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "publishd"
    /// ```
    ///
    /// ```toml facts
    /// title = " "
    /// ```
    ///
    /// ```toml config
    /// base_url = "status.example.com"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "ongoing"
    /// ```
    ///
    /// ```toml config
    /// base_url = "https://status.example.com"
    /// ```
    "bad-value", Format, Error
}
