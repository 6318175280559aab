use chrono::{DateTime, FixedOffset, Timelike as _, Utc};

/// The current instant in UTC, in whole seconds.
#[must_use]
pub fn now() -> DateTime<FixedOffset> {
    let now = Utc::now();
    now.with_nanosecond(0).unwrap_or(now).fixed_offset()
}
