use chrono::{DateTime, FixedOffset};

use super::front_matter::time;
use crate::import::{Loss, Update, body, report};
use crate::model::{UpdateStatus, Zone};

/// What the text of a file tells.
#[derive(Default)]
pub(super) struct Body {
    /// Oldest first.
    pub(super) updates: Vec<Update>,
    /// Text that has no time.
    pub(super) report: Option<String>,
}

/// A part of the text that begins with an emphasised word such as `*Resolved*`.
struct Piece<'p> {
    label: Option<&'p str>,
    text: &'p str,
}

/// Reads updates, each with its time at its end: `*Resolved* - Text {{< track "…" >}}`. Lines end
/// with LF.
pub(super) fn read(text: &str, zone: &Zone, losses: &mut Vec<Loss>) -> Body {
    let mut untimed = String::new();
    let mut timed = Vec::new();
    let mut rest = text;
    while let Some(track) = Track::first(rest) {
        let mut pieces = pieces(&rest[..track.start]);
        rest = &rest[track.end..];
        let last = pieces.pop();
        pieces.iter().for_each(|piece| add(&mut untimed, piece));
        match (last, time(track.time, zone)) {
            (Some(piece), Ok(at)) => timed.push((at, piece)),
            (Some(piece), Err(why)) => {
                let why = format!("a time that {why}; its text is in report.md");
                losses.push(Loss::new("track", why));
                add(&mut untimed, &piece);
            }
            (None, _) => {}
        }
    }
    pieces(rest).iter().for_each(|piece| add(&mut untimed, piece));
    let report = report::sections(&untimed, losses);
    if report.is_some() {
        losses.push(Loss::new("text without a time", "it is in report.md"));
    }
    Body { updates: updates(timed, losses), report }
}

/// Updates of pieces with their times, oldest first; several of one second in the file's order,
/// from its end where the newest stands first.
fn updates(
    mut timed: Vec<(DateTime<FixedOffset>, Piece<'_>)>,
    losses: &mut Vec<Loss>,
) -> Vec<Update> {
    if timed.first().map(|(at, _)| *at) > timed.last().map(|(at, _)| *at) {
        timed.reverse();
    }
    tiny_sort::stable::sort_by_key(&mut timed, |(at, _)| *at);
    let mut updates: Vec<Update> = Vec::new();
    for (at, Piece { label, text }) in timed {
        let before = updates.last().map(|update| update.status);
        let status = label.and_then(status);
        let text = match label.filter(|label| !label.eq_ignore_ascii_case("update")) {
            Some(label) if status.is_none() => {
                format!("*{label}* – {}", body::markdown(text, losses))
            }
            _ => body::markdown(text, losses),
        };
        let status = status.or(before).unwrap_or_else(|| {
            let why = "a first update without a known status; \"investigating\" is taken for it";
            losses.push(Loss::new("updates", why));
            UpdateStatus::Investigating
        });
        if text.trim().is_empty() {
            losses.push(Loss::new("updates", "an update without a text"));
        } else {
            updates.push(Update { at, status, text });
        }
    }
    updates
}

fn add(untimed: &mut String, piece: &Piece<'_>) {
    let is_report = piece.label.is_some_and(is_report);
    if let (Some(label), false) = (piece.label, is_report) {
        untimed.push_str(&format!("*{label}* – "));
    }
    untimed.push_str(piece.text);
    untimed.push_str("\n\n");
}

fn is_report(label: &str) -> bool {
    label.to_lowercase().replace(['-', ' '], "") == "postmortem"
}

fn status(label: &str) -> Option<UpdateStatus> {
    let name = label.to_lowercase().replace(' ', "_");
    UpdateStatus::ALL.iter().find(|(word, _)| *word == name).map(|(_, status)| *status)
}

/// A text cut before each paragraph that begins with an emphasised word.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut start = 0;
    let mut cuts = Vec::new();
    for paragraph in text.split("\n\n") {
        let at = start + (paragraph.len() - paragraph.trim_start().len());
        if label(&text[at..]).is_some() {
            cuts.push(at);
        }
        start += paragraph.len() + 2;
    }
    let first = cuts.first().copied().unwrap_or(text.len());
    let whole = [0].into_iter().filter(|_| first > 0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().filter(|cut| *cut > 0).chain([text.len()]);
    for (from, to) in whole.zip(ends) {
        let part = &text[from..to];
        let (label, rest) = label(part).map_or((None, part), |(label, rest)| (Some(label), rest));
        let rest = rest.trim().trim_end_matches("---").trim_start_matches("---").trim();
        if label.is_some() || !rest.is_empty() {
            pieces.push(Piece { label, text: rest });
        }
    }
    pieces
}

/// The emphasised words that a text begins with, and what stands behind them and a dash or colon,
/// or on the next line.
fn label(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 24;
    let sign = ["***", "**", "*", "__", "_"].into_iter().find(|sign| text.starts_with(sign))?;
    let (label, rest) = text[sign.len()..].split_once(sign)?;
    let is_words = label.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-'));
    if label.trim().is_empty() || label.len() > LONGEST || !is_words {
        return None;
    }
    let rest = rest.trim_start_matches([' ', '\t']);
    let behind = match rest.strip_prefix([':', '-', '\u{2013}', '\u{2014}']) {
        Some(behind) => behind,
        None if rest.is_empty() || rest.starts_with('\n') => rest,
        None => return None,
    };
    Some((label.trim(), behind))
}

/// A shortcode that tells a time.
struct Track<'t> {
    start: usize,
    end: usize,
    time: &'t str,
}

impl<'t> Track<'t> {
    fn first(text: &'t str) -> Option<Self> {
        let mut from = 0;
        loop {
            let start = from + text[from..].find("{{")?;
            match Self::at(text, start) {
                Some(track) => return Some(track),
                None => from = start + 2,
            }
        }
    }

    fn at(text: &'t str, start: usize) -> Option<Self> {
        let inner = text[start + 2..].strip_prefix(['<', '%'])?;
        let inside = inner.trim_start().strip_prefix("track")?.trim_start();
        let quote = inside.chars().next().filter(|sign| matches!(sign, '"' | '`'))?;
        let (time, behind) = inside[1..].split_once(quote)?;
        let behind = behind.trim_start().strip_prefix(['>', '%'])?.strip_prefix("}}")?;
        Some(Self { start, end: text.len() - behind.len(), time })
    }
}
