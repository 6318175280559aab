use crate::check::rule::rule;

rule! {
    /// Finds headings whose `{.class}` names no audience.
    ///
    /// ## Why
    ///
    /// The class behind a heading decides who reads the section. One that is not understood
    /// makes the section internal: nothing leaks, but what was meant for customers stays away
    /// from them.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Background {.pubic}
    ///
    /// How the shop is built.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Background {.public}
    ///
    /// How the shop is built.
    /// ```
    "section-audience", Format, Error
}
