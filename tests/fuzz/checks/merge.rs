//! Three versions of facts made one: the result can be read or names its conflicts, and what
//! either side wrote is in it.

use ::incident::edit::{Markers, Merged, apply, merge};
use toml::value::Datetime;

use super::edit::chosen;

/// What sides write, so that they write the same now and then.
const VALUES: [&str; 4] = ["a", "b", "2024-05-02T10:00:00", "2024-05-02T11:00:00Z"];
/// Bytes that say what one side does.
const STEP: usize = 3;

/// The first byte tells whether the rest is three versions with NULs between them, or what two
/// sides do, and the version that they begin with.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let versions = if first & 1 == 0 {
        let mut parts = rest.splitn(3, |byte| *byte == 0).map(std::str::from_utf8);
        [parts.next(), parts.next(), parts.next()].map(|part| part?.ok().map(str::to_owned))
    } else {
        let Some((steps, base)) = rest.split_at_checked(4 * STEP) else { return };
        let Ok(base) = std::str::from_utf8(base) else { return };
        let (ours, theirs) = steps.split_at(2 * STEP);
        [Some(base.to_owned()), Some(changed(base, ours)), Some(changed(base, theirs))]
    };
    if let [Some(base), Some(ours), Some(theirs)] = &versions {
        check_versions(base, ours, theirs);
    }
}

fn check_versions(base: &str, ours: &str, theirs: &str) {
    let forth = merged(base, ours, theirs);
    let back = merged(base, theirs, ours);
    let conflicts = |merged: &Option<Merged>| merged.as_ref().map(|merged| merged.conflicts);
    assert_eq!(conflicts(&forth), conflicts(&back), "\n{base}\n{ours}\n{theirs}");
    let Some(Merged { text, conflicts }) = forth else { return };
    if [base, ours, theirs].into_iter().all(is_toml) {
        assert_eq!(conflicts == 0, is_toml(&text), "\n{base}\n{ours}\n{theirs}\n{text}");
    }
    let is_there = |line: &str| text.lines().any(|other| squeezed(other) == squeezed(line));
    for (side, other) in [(ours, theirs), (theirs, ours)] {
        for line in side.lines().filter(|line| !line.trim().is_empty()) {
            let is_in = |text: &str| text.lines().any(|other| other == line);
            if !is_in(base) || is_in(other) {
                assert!(is_there(line), "{line:?} is lost:\n{base}\n{ours}\n{theirs}\n{text}");
            }
        }
    }
}

/// A version after two steps: a change that a command makes, or a line that goes or comes.
fn changed(base: &str, steps: &[u8]) -> String {
    steps.chunks_exact(STEP).fold(base.to_owned(), |text, step| {
        let (kind, place, value) = (step[0], step[1], VALUES[usize::from(step[2] & 3)]);
        if step[2] & 4 == 0 {
            return apply(&text, &[chosen(kind, place, value)]).unwrap_or(text);
        }
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let at = usize::from(place) % (lines.len() + 1);
        match kind & 1 {
            0 if at < lines.len() => drop(lines.remove(at)),
            _ => lines.insert(at, "# a comment\n"),
        }
        lines.concat()
    })
}

fn merged(base: &str, ours: &str, theirs: &str) -> Option<Merged> {
    let markers = Markers { size: 7, ours: "ours".to_owned(), theirs: "theirs".to_owned() };
    merge([base, ours, theirs], &markers, &seconds)
}

/// On clocks that show UTC.
fn seconds(at: &Datetime) -> Option<i64> {
    let (date, time) = (at.date?, at.time?);
    let day = chrono::NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
    let second = time.second.unwrap_or(0).into();
    Some(day?.and_hms_opt(time.hour.into(), time.minute.into(), second)?.and_utc().timestamp())
}

fn is_toml(text: &str) -> bool {
    toml::from_str::<toml::Table>(text).is_ok()
}

/// A line without its spaces: the same thing said by both sides is there as one of them wrote it.
fn squeezed(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}
