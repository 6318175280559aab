use crate::check::rule::rule;

rule! {
    /// Finds suppressions that silence nothing.
    ///
    /// ## Why
    ///
    /// What a comment was to silence has been mended, or stands elsewhere. The comment stays, and
    /// silences the next fault at this place unseen.
    ///
    /// A comment speaks of the line it stands on. Where it stands alone, it also speaks of what
    /// comes next: in TOML the next line, in Markdown the next line and block. Rules that are off
    /// are not counted, nor are those that compare with what was published before. Rules about
    /// what cannot be read at all, such as `wrong-type`, cannot be silenced.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// # incident-allow: unknown-key our pager writes this key
    /// title = "Checkout failed"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// # incident-allow: unknown-key our pager writes this key
    /// pager = "Q1XYZ"
    /// ```
    "unused-suppression", Format, Warning
}
