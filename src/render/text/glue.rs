use std::borrow::Cow;

use super::wrap::GLUE;

/// What a number counts or belongs to, and would be read apart from at a line's end.
const UNITS: [&str; 49] = [
    "%",
    "percent",
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "s",
    "ms",
    "min",
    "h",
    "am",
    "pm",
    "a.m",
    "p.m",
    "kB",
    "KB",
    "MB",
    "GB",
    "TB",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "Mbit/s",
    "Gbit/s",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "o'clock",
    "o’clock",
];

/// The text with dates and quantities held together: "1 June", "25 minutes", "20:13 AEST".
pub(super) fn glued(text: &str) -> Cow<'_, str> {
    let mut glued = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(' ') {
        let before = text[..at].rsplit([' ', '\n', '\t', GLUE]).next().unwrap_or_default();
        let after = text[at + 1..].split([' ', '\n', '\t', GLUE]).next().unwrap_or_default();
        if belong_together(before, after) {
            glued.push_str(&text[done..at]);
            glued.push(GLUE);
            done = at + 1;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    glued.push_str(&text[done..]);
    Cow::Owned(glued)
}

fn belong_together(before: &str, after: &str) -> bool {
    let number = before.trim_start_matches(['(', '[', '“', '‘', '"', '\'', '*', '_', '~']);
    if !number.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let word = after
        .trim_end_matches(['.', ',', ';', ':', ')', ']', '!', '?', '”', '’', '"', '\'', '*', '_']);
    if number.contains(':') {
        return is_clock(number) && is_zone(word);
    }
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    is_number && number.ends_with(|last: char| last.is_ascii_digit()) && UNITS.contains(&word)
}

/// "20:13" or "20:13:05".
fn is_clock(text: &str) -> bool {
    text.len() <= 8
        && text.split(':').count() >= 2
        && text
            .split(':')
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// "AEST", "UTC", "UTC+10:00".
fn is_zone(word: &str) -> bool {
    let name = word.split(['+', '-', '\u{2212}']).next().unwrap_or_default();
    let is_name = (2..=5).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
    is_name || matches!(word, "am" | "pm" | "a.m" | "p.m")
}

#[cfg(test)]
mod tests {
    use super::glued;
    use crate::render::text::wrap;

    #[test]
    fn dates_quantities_and_clocks_hold_together() {
        for (text, expected) in [
            ("due on 1 June 2024", "due on 1_June 2024"),
            ("(1 hour 25 minutes).", "(1_hour 25_minutes)."),
            ("at 20:13 AEST (UTC+10:00)", "at 20:13_AEST (UTC+10:00)"),
            ("2.5 GB, 99.9 %", "2.5_GB, 99.9_%"),
            ("in 2024 May left", "in 2024_May left"),
        ] {
            assert_eq!(glued(text).replace('\u{1f}', "_"), expected);
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for text in
            ["1. June", "node 1 failed", "a:b CEST", "10:00 the", "may be", "3, 4 and 5", ""]
        {
            assert_eq!(glued(text), text);
        }
    }

    #[test]
    fn what_is_held_together_is_broken_where_it_is_wider_than_the_line() {
        assert_eq!(wrap("it took 25 minutes", 12, "", ""), "it took\n25 minutes");
        assert_eq!(wrap("it took 25 minutes", 8, "", ""), "it took\n25\nminutes");
    }
}
