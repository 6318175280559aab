use super::phrases::phrases;
use super::prose::Prose;
use crate::source::Span;

/// Whether a number stands in the sentence of a phrase or in one beside it. Dates are no
/// numbers; clock times are where `times_count`.
pub(super) fn has_number_nearby(prose: &Prose, span: Span, times_count: bool) -> bool {
    let block = prose.block(span);
    let text = prose.text.get(block.range()).unwrap_or_default();
    let (start, end) = (span.start - block.start, span.end - block.start);
    let sentences = sentences(text);
    let own = sentences.iter().position(|sentence| start < sentence.end);
    let own = own.unwrap_or_default();
    let first = own.saturating_sub(1);
    let near = sentences.get(first..sentences.len().min(own + 2)).unwrap_or_default();
    let words: Vec<&str> = near
        .iter()
        .flat_map(|sentence| {
            // The phrase itself has no number; "a few" would count as one.
            let behind = Span::new(sentence.start.max(end), sentence.end.max(end));
            let before = Span::new(sentence.start.min(start), sentence.end.min(start));
            [before, behind]
        })
        .filter_map(|part| text.get(part.range()))
        .flat_map(str::split_whitespace)
        .collect();
    (0..words.len()).any(|index| is_number(&words, index, times_count))
}

/// The sentences of a block. A full stop ends one where a space is behind it.
fn sentences(text: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        if text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ')) {
            sentences.push(Span::new(start, at + 1));
            start = at + 1;
        }
    }
    sentences.push(Span::new(start, text.len()));
    sentences
}

fn is_number(words: &[&str], index: usize, times_count: bool) -> bool {
    let trimmed =
        |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_lowercase();
    let word = trimmed(words[index]);
    let first = word.split('-').next().unwrap_or_default();
    if phrases().number_words.contains(first) {
        return true;
    }
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_time = word.contains(':');
    let is_date = word.matches('-').count() == 2 && word.len() >= 8;
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let beside = [index.wrapping_sub(1), index + 1].map(|i| words.get(i).map(|w| trimmed(w)));
    let is_day = beside.iter().flatten().any(|word| phrases().months.contains(word));
    let is_hour = ["am", "pm", "a.m", "p.m"]
        .iter()
        .any(|half| word.ends_with(half) || beside[1].as_deref() == Some(half));
    if is_time || is_hour { times_count } else { !is_date && !is_year && !is_day }
}
