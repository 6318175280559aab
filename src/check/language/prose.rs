use pulldown_cmark::TagEnd;

use crate::source::{Span, Step, Steps, has_byte, is_inline};

/// Bytes on either side of a place that are near it.
const NEAR: usize = 2000;

/// Stands for what is left alone: code, links, images.
const OBJECT: char = '\u{fffc}';

/// The author's own words in a Markdown text, a line for each block, with one space between
/// words. Headings are names of things, and quotations are the words of others.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) text: String,
    /// Offsets in the text and in the source, in order: from the one on, bytes are those from the
    /// other on.
    places: Vec<(usize, usize)>,
}

impl Prose {
    pub(super) fn of(markdown: &str) -> Self {
        Self::of_steps(markdown, Steps::of(markdown).iter())
    }

    /// The prose of a Markdown text that the parser has told of.
    pub(super) fn of_steps<'s>(
        markdown: &str,
        steps: impl Iterator<Item = (&'s Step, Span)>,
    ) -> Self {
        let mut prose =
            Self { text: String::with_capacity(markdown.len()), places: Vec::default() };
        let mut left_alone = 0;
        for (step, span) in steps {
            match step {
                Step::Start(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                    prose.push(OBJECT, span.start);
                    left_alone += 1;
                }
                Step::Start(TagEnd::BlockQuote(None) | TagEnd::Heading(_)) => left_alone += 1,
                Step::End(
                    TagEnd::Link
                    | TagEnd::Image
                    | TagEnd::CodeBlock
                    | TagEnd::Heading(_)
                    | TagEnd::BlockQuote(None),
                ) => left_alone -= 1,
                Step::Source if left_alone == 0 => {
                    prose.text(markdown.get(span.range()).unwrap_or_default(), span);
                }
                Step::Text(text) if left_alone == 0 => prose.text(text, span),
                Step::Code(_) if left_alone == 0 => prose.push(OBJECT, span.start),
                Step::SoftBreak | Step::HardBreak => prose.push(' ', span.start),
                Step::End(end) if !is_inline(*end) => prose.push('\n', span.end),
                _ => {}
            }
        }
        prose
    }

    fn text(&mut self, text: &str, source: Span) {
        if text.len() != source.end - source.start {
            for character in text.chars() {
                let character = if character.is_whitespace() { ' ' } else { character };
                self.push(character, source.start);
            }
            return;
        }
        if is_spaced(text) && !(text.starts_with(' ') && self.text.ends_with([' ', '\n'])) {
            return self.push_str(text, source.start);
        }
        let mut at = source.start;
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end_matches(char::is_whitespace);
            self.push_str(word, at);
            if word.len() < part.len() {
                self.push(' ', at + word.len());
            }
            at += part.len();
        }
    }

    fn push(&mut self, character: char, at: usize) {
        if character != ' ' || !self.text.ends_with([' ', '\n']) {
            self.push_str(character.encode_utf8(&mut [0; 4]), at);
        }
    }

    /// Adds what stands at a place in the source.
    fn push_str(&mut self, text: &str, at: usize) {
        let start = self.text.len();
        let goes_on = self.places.last().is_some_and(|(own, source)| source + (start - own) == at);
        if !goes_on && !text.is_empty() {
            self.places.push((start, at));
        }
        self.text.push_str(text);
    }

    /// Where a span of the prose stands in the Markdown.
    pub(super) fn source(&self, span: Span) -> Option<Span> {
        let start = self.place(span.start)?;
        let end = self.place(span.end.checked_sub(1)?)? + 1;
        (start < end).then(|| Span::new(start, end))
    }

    fn place(&self, offset: usize) -> Option<usize> {
        let behind = self.places.partition_point(|(own, _)| *own <= offset);
        let (own, source) = self.places.get(behind.checked_sub(1)?)?;
        (offset < self.text.len()).then(|| source + offset - own)
    }

    /// The block that holds a place, or what of it is near.
    pub(super) fn block(&self, span: Span) -> Span {
        let first = self.text.floor_char_boundary(span.start.saturating_sub(NEAR));
        let last = self.text.ceil_char_boundary(span.end + NEAR);
        let before = self.text.get(first..span.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(first, |newline| first + newline + 1);
        let rest = self.text.get(span.end..last).unwrap_or_default();
        let end = rest.find('\n').map_or(last, |newline| span.end + newline);
        Span::new(start, end)
    }

    /// Whether a place stands between quotation marks of its block.
    pub(super) fn is_quoted(&self, span: Span) -> bool {
        let block = self.block(span);
        let before = self.text.get(block.start..span.start).unwrap_or_default();
        let after = self.text.get(span.end..block.end).unwrap_or_default();
        let straight = before.matches('"').count() % 2 == 1 && after.contains('"');
        let pairs = [('“', '”'), ('«', '»'), ('„', '“')];
        let is_between = |(open, close): (char, char)| {
            let last = before.rfind(open);
            let closed = before.rfind(close);
            let is_open = last.is_some_and(|last| open == close || closed < Some(last));
            is_open && after.contains(close)
        };
        straight || pairs.into_iter().any(is_between)
    }
}

/// Whether a text surely has no white space but single spaces.
fn is_spaced(text: &str) -> bool {
    let pairs = text.bytes().zip(text.as_bytes().get(1..).unwrap_or_default());
    !has_byte(text, |byte| !(b' '..0x7f).contains(&byte))
        && !pairs.fold(false, |found, (one, next)| found | (one == b' ') & (*next == b' '))
}

#[cfg(test)]
mod tests {
    use super::{OBJECT, Prose};
    use crate::source::Span;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_stand_where_the_markdown_has_them(text in "[a-cé \u{a0}\t\n*`>#\\[\\]().-]{0,40}") {
            let prose = Prose::of(&text);
            prop_assert!(!prose.text.contains("  "), "{:?}", prose.text);
            for (at, letter) in prose.text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
                let span = prose.source(Span::new(at, at + letter.len_utf8()));
                let written = span.and_then(|span| text.get(span.range())).map(str::to_owned);
                prop_assert_eq!(written, Some(letter.to_string()));
            }
        }
    }

    const TEXT: &str =
        "## Root\n\nAn *own*\nword, `code` &amp; [a link](x).\n\n> said\n\n- “a\n  quote” b\n";

    #[test]
    fn has_the_author_s_own_words_only() {
        let prose = Prose::of(TEXT);
        let object = OBJECT.to_string();
        let shown = prose.text.replace(&object, "#");
        assert!(shown.starts_with("An own word, # & #.\n"), "{shown}");
        assert!(shown.contains("“a quote” b\n") && !shown.contains("said"), "{shown}");
        let start = prose.text.find("own word").unwrap_or_default();
        let span = prose.source(Span::new(start, start + 8)).unwrap_or_default();
        assert_eq!(&TEXT[span.range()], "own*\nword");
        let quoted = prose.text.find("quote").unwrap_or_default();
        assert!(prose.is_quoted(Span::new(quoted, quoted + 5)));
        assert!(!prose.is_quoted(Span::new(start, start + 3)));
    }
}
