//! Times as people say them: what comes out can be written down and read again, and capital
//! letters make no difference.

use ::incident::load::{SpokenTimeError, Tense, spoken_time};
use ::incident::model::{Bound, LocalTime, Zone};
use chrono::{DateTime, Datelike as _, FixedOffset};

/// The ends of what facts can hold, and the hours in which some clock is put forward or back.
const NOWS: [&str; 8] = [
    "2024-05-02T20:15:42+02:00",
    "2024-03-31T01:05:00Z",
    "2024-10-27T01:30:00Z",
    "2024-02-29T23:59:59-12:00",
    "2018-11-04T03:30:00Z",
    "2011-12-31T00:00:01+14:00",
    "0001-01-02T00:00:00Z",
    "9998-12-30T23:59:59Z",
];

/// The first byte chooses a zone and what time it is; the rest is what somebody says.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let zone = Zone::named(super::ZONES[usize::from(first & 7)]).expect("a zone of the table");
    let now: DateTime<FixedOffset> =
        NOWS[usize::from(first >> 3 & 7)].parse().expect("an instant of the table");
    for tense in [Tense::Past, Tense::Any] {
        said(text, tense, &now, &zone);
    }
}

fn said(text: &str, tense: Tense, now: &DateTime<FixedOffset>, zone: &Zone) {
    let found = spoken_time(text, tense, now, zone);
    for other in [text.to_ascii_uppercase(), text.to_ascii_lowercase(), format!(" {text}\t")] {
        assert_eq!(spoken_time(&other, tense, now, zone), found, "{other:?}");
    }
    match found {
        Ok(bound) => is_writable(&bound, now, zone),
        Err(SpokenTimeError::Skipped(change)) => {
            let seen = change.zone.local(change.time);
            assert_eq!(seen, LocalTime::Gap(change.before, change.after));
        }
        Err(SpokenTimeError::Twice(change)) => {
            let seen = change.zone.local(change.time);
            assert_eq!(seen, LocalTime::Fold(change.before, change.after));
        }
        Err(SpokenTimeError::Either(one, other)) => {
            assert_ne!(one, other);
            for text in [one, other] {
                let again = spoken_time(&text, tense, now, zone);
                let is_clear =
                    !matches!(again, Err(SpokenTimeError::Either(..) | SpokenTimeError::Timeless));
                assert!(is_clear, "{text:?}: {again:?}");
            }
        }
        Err(_) => {}
    }
}

/// As RFC 3339 or a date it is read as the same again, from the command line and from facts.
fn is_writable(bound: &Bound, now: &DateTime<FixedOffset>, zone: &Zone) {
    assert!(bound.earliest() <= bound.latest(), "{bound:?}");
    let text = match bound {
        Bound::At(at) => {
            assert_eq!(zone.at(at).offset(), at.offset(), "it is on the zone's clocks");
            // Local mean time, which RFC 3339 cannot write.
            if at.offset().local_minus_utc() % 60 != 0 {
                return;
            }
            at.to_rfc3339()
        }
        Bound::On { day, .. } => day.to_string(),
    };
    assert!((1..=9999).contains(&bound.earliest().year()), "{text}");
    let again = spoken_time(&text, Tense::Past, now, zone);
    assert_eq!(again.as_ref(), Ok(bound), "{text}");
    let facts = format!("timezone = \"{}\"\nstarted = {text}\n", zone.name());
    let loaded = super::load(facts.as_bytes(), b"", super::config());
    let incident = loaded.incident.expect("what it is made of");
    let started = incident.facts.started.expect("a time that TOML can hold");
    assert_eq!(
        (started.earliest(), started.latest()),
        (Some(bound.earliest()), Some(bound.latest()))
    );
}
