use crate::check::rule::rule;

rule! {
    /// Finds conflicts that git has left in a report, in facts or in `incident.toml`.
    ///
    /// ## Why
    ///
    /// Markdown takes most conflict markers for text, and so does TOML between `"""`: readers
    /// would get both versions, and the names of branches. Lines that begin with exactly seven
    /// `<`, and further down ones that begin with seven `>`, are a conflict in lists, tables and
    /// code, too. A report that is about one shows it with a space before each marker.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// - payments
    /// <<<<<<< HEAD
    /// - logins
    /// =======
    /// - refunds
    /// >>>>>>> wording
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// <<<<<<< HEAD
    /// severity = "minor"
    /// =======
    /// severity = "major"
    /// >>>>>>> wording
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// Impact
    /// =======
    ///
    /// Nobody could pay, for the list of routes was left as
    ///
    ///     <<<<<<< HEAD
    ///     /pay
    ///     =======
    ///     >>>>>>> routes
    /// ```
    "conflict-marker", Format, Error
}
