use crate::check::rule::rule;

rule! {
    /// Finds values of another type than their key's.
    ///
    /// ## Why
    ///
    /// A time between quotation marks is a text: nothing can be calculated from it, and
    /// nothing would notice that it is impossible.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = "checkout"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["checkout"]
    /// ```
    "wrong-type", Format, Error
}
