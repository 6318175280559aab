use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

/// Reads `--now`: an instant as in RFC 3339, or a day, which stands for its last second in UTC.
pub(super) fn instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at);
    }
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    text.parse::<NaiveDate>().map(|day| day.and_time(last).and_utc().fixed_offset()).map_err(|_| {
        "write a day like 2024-05-02 or an instant like 2024-05-02T10:00:00Z".to_owned()
    })
}
