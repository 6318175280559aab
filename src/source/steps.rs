use pulldown_cmark::{Event, Parser, TagEnd};

use super::{Span, has_byte, markdown_options};

/// What a Markdown parser tells of a text, as far as its prose is concerned, in order. It is
/// kept, so that a report is parsed once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps(Vec<(Step, Span)>);

/// One thing that a Markdown parser tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A block or a span begins.
    Start(TagEnd),
    /// It ends.
    End(TagEnd),
    /// The source as it stands there is shown.
    Source,
    /// Something else than the source is shown, for example what an entity stands for.
    Text(Box<str>),
    /// Code within a text.
    Code(Box<str>),
    /// A line end that is white space.
    SoftBreak,
    /// A line end that is shown.
    HardBreak,
}

impl Steps {
    /// Parses a text.
    #[must_use]
    pub fn of(markdown: &str) -> Self {
        let mut steps = Self::for_length(markdown.len());
        let parser = Parser::new_ext(markdown, markdown_options(markdown));
        for (event, range) in parser.into_offset_iter() {
            steps.add(markdown, &event, range.into());
        }
        steps
    }

    /// No steps of a text of `length` bytes, yet.
    pub(super) fn for_length(length: usize) -> Self {
        /// Bytes of a text for one step, and fewer: a Vec that grows is copied.
        const FEW: usize = 24;
        Self(Vec::with_capacity(length / FEW))
    }

    /// Adds what the parser of `markdown` tells of `span`.
    pub(super) fn add(&mut self, markdown: &str, event: &Event<'_>, span: Span) {
        let step = match event {
            Event::Start(tag) => Step::Start(tag.to_end()),
            Event::End(tag) => Step::End(*tag),
            Event::Text(text) if is_there(markdown, span, text) => Step::Source,
            Event::Text(text) => Step::Text((**text).into()),
            Event::Code(code) => Step::Code((**code).into()),
            Event::SoftBreak => Step::SoftBreak,
            Event::HardBreak => Step::HardBreak,
            _ => return,
        };
        self.0.push((step, span));
    }

    /// The steps within a part of the text, with their places in the part.
    pub fn within(&self, part: Span) -> impl Iterator<Item = (&Step, Span)> {
        let within = self.iter().filter(move |(_, span)| part.contains(*span));
        within.map(move |(step, span)| {
            (step, Span::new(span.start - part.start, span.end - part.start))
        })
    }

    /// Each step with its place in the text.
    pub fn iter(&self) -> impl Iterator<Item = (&Step, Span)> {
        self.0.iter().map(|(step, span)| (step, *span))
    }
}

/// Whether a text has a character that may be inline markup.
#[must_use]
pub fn has_markup(text: &str) -> bool {
    has_byte(text, |byte| matches!(byte, b'`' | b'*' | b'_' | b'[' | b'<' | b'&' | b'\\' | b'~'))
}

/// Whether nobody sees a character: soft hyphens and what joins or parts without a width.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a text has such characters.
#[must_use]
pub fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_invisible)
}

/// Whether what begins or ends is within a block.
#[must_use]
pub const fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// Whether a text is what the source has there. Nearly all are those very bytes, which are not
/// compared with themselves.
fn is_there(markdown: &str, span: Span, text: &str) -> bool {
    let there = markdown.get(span.range());
    there.is_some_and(|there| std::ptr::eq(there, text) || there == text)
}

#[cfg(test)]
mod tests {
    use super::Steps;
    use crate::source::Outline;
    use proptest::prelude::*;

    proptest! {
        /// What is asked of the parser beside its steps changes none of them.
        #[test]
        fn an_outline_keeps_all_steps(
            text in "(\\[a\\]|\\[\\^a\\]|: b|[ab#>*`&;<!|\\\\-]|\\n| ){0,30}",
        ) {
            if let Some(steps) = Outline::of(&text).steps {
                prop_assert_eq!(steps, Steps::of(&text));
            }
        }
    }
}
