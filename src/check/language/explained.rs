use super::prose::Prose;
use crate::source::Span;

/// Whether the text explains a term, here or at another place: with brackets behind it, in
/// brackets behind its meaning, or with words that introduce it.
pub(super) fn is_explained(prose: &Prose, span: Span) -> bool {
    let text = prose.text.as_str();
    let term = stem(text.get(span.range()).unwrap_or_default());
    text.match_indices(term).any(|(at, _)| explains(text, at, at + term.len()))
}

/// A term in the singular, where its plural only has an s more.
pub(super) fn stem(term: &str) -> &str {
    term.strip_suffix('s').filter(|stem| stem.len() > 1).unwrap_or(term)
}

fn explains(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let after = after.strip_prefix('s').unwrap_or(after);
    in_brackets(before, after) || followed_by_meaning(after) || introduced(before)
}

/// `objects of storage (OSDs)`, and words between brackets behind the term.
fn in_brackets(before: &str, after: &str) -> bool {
    let closes = before.ends_with('(') && after.starts_with([')', ',', ';']);
    let opened = after.strip_prefix(" (").and_then(|rest| rest.split(')').next());
    closes && before.len() > 2 || opened.is_some_and(|inside| inside.split(' ').count() > 1)
}

/// `etcd, the database of …`, `OSD – a daemon …`, `GC stands for …`.
fn followed_by_meaning(after: &str) -> bool {
    const STARTS: [&str; 20] = [
        ", the ",
        ", a ",
        ", an ",
        ", our ",
        ", which ",
        ", that is",
        ", short for ",
        ", i.e.",
        ", or ",
        " – the ",
        " – a ",
        " – our ",
        " — the ",
        " — a ",
        " — our ",
        " stands for ",
        " means ",
        " is the ",
        " is a ",
        " is our ",
    ];
    STARTS.iter().any(|start| after.starts_with(start))
}

/// `our database, called etcd`.
fn introduced(before: &str) -> bool {
    const ENDS: [&str; 6] =
        [" called ", " named ", " known as ", " so-called ", " named, ", " which we call "];
    ENDS.iter().any(|end| before.ends_with(end))
}
