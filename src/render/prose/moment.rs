use crate::view::Time;

/// The time, if anything is known of it.
pub(super) fn known(time: Option<&Time>) -> Option<&Time> {
    time.filter(|time| time.precision != "unknown")
}

/// The zone's name with its offset, "AEST (UTC+10:00)", of a time with a clock on one day.
pub(super) fn zone(time: &Time) -> Option<&str> {
    if time.clock.is_empty() {
        return None;
    }
    time.text
        .strip_prefix(time.date.as_str())?
        .strip_prefix(", ")?
        .strip_prefix(time.clock.as_str())?
        .strip_prefix(' ')
}

/// After "on", "since" or "until": "28 February 2019 at about 11:30 PST (UTC−08:00)".
fn point(time: &Time) -> String {
    match zone(time) {
        Some(zone) => format!("{} at {} {zone}", time.date, time.clock),
        None => time.text.clone(),
    }
}

/// When something happened: "on 18 June 2018 at 20:01 AEST (UTC+10:00)".
pub(super) fn on(time: &Time) -> String {
    match (time.precision, zone(time)) {
        ("between", Some(zone)) => {
            format!("on {}, at some time {} {zone}", time.date, time.clock)
        }
        ("between", None) => format!("at some time {}", time.text),
        ("unknown", _) => "at a time that is not known".to_owned(),
        ("about", None) => format!("around {}", time.date),
        _ => format!("on {}", point(time)),
    }
}

/// Since when something lasts: "since 18 June 2018 at 20:01 AEST (UTC+10:00)".
pub(super) fn since(time: &Time) -> String {
    match (time.precision, zone(time)) {
        ("between", Some(zone)) => {
            format!("since some time {} {zone} on {}", time.clock, time.date)
        }
        ("between", None) => format!("since some time {}", time.text),
        _ => format!("since {}", point(time)),
    }
}

/// From when to when, where both ends are points in time: "on 18 June 2018, from 20:01 until
/// 22:00 AEST (UTC+10:00)".
pub(super) fn span(start: &Time, end: &Time) -> Option<String> {
    if start.text == end.text {
        return Some(on(start));
    }
    if [start, end].iter().any(|time| time.precision == "between") {
        return None;
    }
    let same_zone = zone(start).filter(|words| zone(end) == Some(words));
    Some(match same_zone {
        Some(zone) if start.date == end.date => {
            format!("on {}, from {} until {} {zone}", start.date, start.clock, end.clock)
        }
        _ => format!("from {} until {}", point(start), point(end)),
    })
}
