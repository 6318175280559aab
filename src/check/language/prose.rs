use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::source::{Span, markdown_options};

/// Bytes on either side of a place that are near it.
const NEAR: usize = 2000;

/// Stands for what is left alone: code, links, images.
const OBJECT: char = '\u{fffc}';

/// The author's own words in a Markdown text, a line for each block, with one space between
/// words. Headings are names of things, and quotations are the words of others.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) text: String,
    /// The offset in the source of each byte.
    at: Vec<usize>,
}

impl Prose {
    pub(super) fn of(markdown: &str) -> Self {
        let mut prose = Self::default();
        let mut left_alone = 0;
        let parser = Parser::new_ext(markdown, markdown_options(markdown));
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                    prose.push(OBJECT, range.start);
                    left_alone += 1;
                }
                Event::Start(Tag::BlockQuote(None) | Tag::Heading { .. }) => left_alone += 1,
                Event::End(
                    TagEnd::Link
                    | TagEnd::Image
                    | TagEnd::CodeBlock
                    | TagEnd::Heading(_)
                    | TagEnd::BlockQuote(None),
                ) => left_alone -= 1,
                Event::Text(text) if left_alone == 0 => prose.text(&text, range.into()),
                Event::Code(_) if left_alone == 0 => prose.push(OBJECT, range.start),
                Event::SoftBreak | Event::HardBreak => prose.push(' ', range.start),
                Event::End(end) if !is_inline(end) => prose.push('\n', range.end),
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
        let mut at = source.start;
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end_matches(char::is_whitespace);
            self.text.push_str(word);
            self.at.extend(at..at + word.len());
            if word.len() < part.len() {
                self.push(' ', at + word.len());
            }
            at += part.len();
        }
    }

    fn push(&mut self, character: char, at: usize) {
        if character == ' ' && self.text.ends_with([' ', '\n']) {
            return;
        }
        self.text.push(character);
        self.at.extend((0..character.len_utf8()).map(|byte| at + byte));
    }

    /// Where a span of the prose stands in the Markdown.
    pub(super) fn source(&self, span: Span) -> Option<Span> {
        let start = *self.at.get(span.start)?;
        let end = *self.at.get(span.end.checked_sub(1)?)? + 1;
        (start < end).then(|| Span::new(start, end))
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

const fn is_inline(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

#[cfg(test)]
mod tests {
    use super::{OBJECT, Prose};
    use crate::source::Span;

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
