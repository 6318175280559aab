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

/// The zone's name alone, "AEST", of one with its offset.
pub(super) fn name(zone: &str) -> &str {
    zone.split_once(" (").map_or(zone, |(name, _)| name)
}

/// The day and the zone that a reader has just been told, and need not be told again.
#[derive(Clone, Copy, Default)]
pub(super) struct Told<'t> {
    date: &'t str,
    zone: &'t str,
}

impl<'t> Told<'t> {
    /// What a heading with this time tells.
    pub(super) fn by(heading: &'t Time) -> Self {
        zone(heading).map_or_else(Self::default, |zone| Self { date: &heading.date, zone })
    }

    fn zone<'z>(&self, time: &'z Time) -> Option<&'z str> {
        zone(time).map(|zone| if zone == self.zone { name(zone) } else { zone })
    }

    /// After "on", "since" or "until": "28 February 2019 at about 11:30 PST (UTC−08:00)".
    fn point(&self, time: &Time) -> String {
        match self.zone(time) {
            Some(zone) => format!("{} at {} {zone}", time.date, time.clock),
            None => time.text.clone(),
        }
    }

    /// When something happened: "on 18 June 2018 at 20:01 AEST (UTC+10:00)", "at 20:01 AEST".
    pub(super) fn on(&self, time: &Time) -> String {
        let is_told = time.date == self.date;
        match (time.precision, self.zone(time)) {
            ("between", Some(zone)) if is_told => format!("at some time {} {zone}", time.clock),
            ("between", Some(zone)) => {
                format!("on {}, at some time {} {zone}", time.date, time.clock)
            }
            ("between", None) => format!("at some time {}", time.text),
            ("unknown", _) => "at a time that is not known".to_owned(),
            ("about", None) => format!("around {}", time.date),
            (_, Some(zone)) if is_told => format!("at {} {zone}", time.clock),
            _ => format!("on {}", self.point(time)),
        }
    }

    /// Since when something lasts: "since 18 June 2018 at 20:01 AEST (UTC+10:00)", "since 20:01
    /// AEST".
    pub(super) fn since(&self, time: &Time) -> String {
        let is_told = time.date == self.date;
        match (time.precision, self.zone(time)) {
            ("between", Some(zone)) if is_told => format!("since some time {} {zone}", time.clock),
            ("between", Some(zone)) => {
                format!("since some time {} {zone} on {}", time.clock, time.date)
            }
            ("between", None) => format!("since some time {}", time.text),
            (_, Some(zone)) if is_told => format!("since {} {zone}", time.clock),
            _ => format!("since {}", self.point(time)),
        }
    }

    /// From when to when, where both ends are points in time: "on 18 June 2018, from 20:01 until
    /// 22:00 AEST (UTC+10:00)", "from 20:01 until 22:00 AEST".
    pub(super) fn span(&self, start: &Time, end: &Time) -> Option<String> {
        if start.text == end.text {
            return Some(self.on(start));
        }
        if [start, end].iter().any(|time| time.precision == "between") {
            return None;
        }
        let same_zone = zone(start).filter(|words| zone(end) == Some(words));
        let clocks = self.zone(start).filter(|_| same_zone.is_some() && start.date == end.date);
        Some(match clocks {
            Some(zone) => {
                let clocks = format!("from {} until {} {zone}", start.clock, end.clock);
                if start.date == self.date {
                    clocks
                } else {
                    format!("on {}, {clocks}", start.date)
                }
            }
            None => {
                let first = match same_zone {
                    Some(_) => format!("{} at {}", without_year(start, end), start.clock),
                    None if start.precision == "day" => without_year(start, end).to_owned(),
                    None => self.point(start),
                };
                format!("from {first} until {}", self.point(end))
            }
        })
    }
}

/// The day of the first of two times, without its year where the second has the same: "2 May".
fn without_year<'t>(start: &'t Time, end: &Time) -> &'t str {
    match (start.date.rsplit_once(' '), end.date.rsplit_once(' ')) {
        (Some((day, year)), Some((_, same))) if year == same => day,
        _ => &start.date,
    }
}

/// When something happened, for a reader who has been told nothing yet.
pub(super) fn on(time: &Time) -> String {
    Told::default().on(time)
}
