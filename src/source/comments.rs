use pulldown_cmark::{Event, Parser, Tag};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::{Span, markdown_options};

/// A comment of a TOML or Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// All of it, with its marks.
    pub span: Span,
    /// What it says, without them.
    pub body: Span,
    /// Whether nothing else stands on its lines.
    pub is_alone: bool,
    /// What it speaks of: what stands on its lines and, where it is alone on them, what comes
    /// next.
    pub scope: Vec<Span>,
}

/// The comments of a TOML document, broken or not. A value that goes on over several lines is
/// one with the line it starts on and the line it ends on.
#[must_use]
pub fn toml_comments(document: &str) -> Vec<Comment> {
    let lines = toml_lines(document);
    let mut comments = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(span) = line.comment else { continue };
        let mut scope = vec![line.span];
        if !line.has_content {
            let next = lines[index + 1..].iter().find(|line| line.has_content);
            scope.extend(next.map(|line| line.span));
        }
        let body = Span::new(span.start + 1, span.end);
        comments.push(Comment { span, body, is_alone: !line.has_content, scope });
    }
    comments
}

/// A line of TOML, or several where a string goes on.
#[derive(Default)]
struct TomlLine {
    span: Span,
    comment: Option<Span>,
    has_content: bool,
}

fn toml_lines(document: &str) -> Vec<TomlLine> {
    let mut lines = Vec::new();
    let mut line = TomlLine::default();
    for token in Source::new(document).lex() {
        let span = Span::new(token.span().start(), token.span().end());
        if token.kind() != TokenKind::Newline {
            line.span.end = span.end;
        }
        match token.kind() {
            TokenKind::Newline | TokenKind::Eof => {
                let next = TomlLine { span: Span::at(span.end), ..TomlLine::default() };
                lines.push(std::mem::replace(&mut line, next));
            }
            TokenKind::Comment => line.comment = Some(span),
            TokenKind::Whitespace => {}
            _ => line.has_content = true,
        }
    }
    lines
}

/// The HTML comments of a Markdown text. One within code is none. What comes next is the next
/// line that is not blank, and the block that starts there: a paragraph, a heading, a whole
/// list or table.
#[must_use]
pub fn markdown_comments(text: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut blocks = Vec::new();
    for (event, range) in Parser::new_ext(text, markdown_options(text)).into_offset_iter() {
        let span = Span::from(range);
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let found = html_comments(text, span);
                if found.is_empty() {
                    blocks.push(span);
                }
                comments.extend(found);
            }
            Event::InlineHtml(_) => comments.extend(html_comments(text, span)),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::List(_)
                | Tag::Item
                | Tag::Table(_)
                | Tag::FootnoteDefinition(_),
            )
            | Event::Rule => blocks.push(span),
            _ => {}
        }
    }
    for comment in &mut comments {
        comment.speak_of(text, &blocks);
    }
    comments
}

/// The comments of a block of HTML; one that is not closed goes on to its end.
#[must_use]
pub fn comments_within(markdown: &str, block: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = block.start;
    let rest = |from: usize| markdown.get(from..block.end).unwrap_or_default();
    while let Some(start) = rest(from).find("<!--").map(|at| from + at) {
        let end = rest(start).find("-->").map_or(block.end, |at| start + at + 3);
        found.push(Span::new(start, end));
        from = end;
    }
    found
}

/// The comments within a stretch of HTML.
fn html_comments(text: &str, html: Span) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut from = html.start;
    while let Some(start) = text[from..html.end].find("<!--").map(|at| from + at) {
        let Some(length) = text[start + 4..html.end].find("-->") else { break };
        let body = Span::new(start + 4, start + 4 + length);
        let span = Span::new(start, body.end + 3);
        comments.push(Comment { span, body, is_alone: false, scope: Vec::new() });
        from = span.end;
    }
    comments
}

impl Comment {
    /// Finds out what a Markdown comment speaks of; `blocks` are sorted by their start.
    fn speak_of(&mut self, text: &str, blocks: &[Span]) {
        let start = text[..self.span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = line_end(text, self.span.end);
        self.scope.push(Span::new(start, end));
        let around = [&text[start..self.span.start], &text[self.span.end..end]];
        self.is_alone =
            around.iter().all(|side| side.trim_matches([' ', '\t', '\r', '>']).is_empty());
        if !self.is_alone {
            return;
        }
        let blank = text[end..].len() - text[end..].trim_start().len();
        if end + blank < text.len() {
            self.scope.push(Span::new(end + blank, line_end(text, end + blank)));
        }
        let next = blocks.partition_point(|block| block.start < self.span.end);
        self.scope.extend(blocks.get(next).map(|block| {
            let shown = text[block.range()].trim_end().len();
            Span::new(block.start, block.start + shown)
        }));
    }
}

fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |newline| offset + newline)
}

#[cfg(test)]
mod tests {
    use super::{Comment, markdown_comments, toml_comments};

    fn seen<'t>(text: &'t str, comments: &[Comment]) -> Vec<(&'t str, Vec<&'t str>)> {
        let slice = |span: &crate::source::Span| text[span.range()].trim();
        comments
            .iter()
            .map(|comment| (slice(&comment.body), comment.scope.iter().map(slice).collect()))
            .collect()
    }

    #[test]
    fn toml_strings_hold_no_comments() {
        let text = "a = \"# no\" # one\r\n\r\n# two\r\n# three\n\nb = '''\n# no\n''' # four\nc = \"# no\n#five";
        let found = toml_comments(text);
        let expected = vec![
            ("one", vec!["a = \"# no\" # one"]),
            ("two", vec!["# two", "b = '''\n# no\n''' # four"]),
            ("three", vec!["# three", "b = '''\n# no\n''' # four"]),
            ("four", vec!["b = '''\n# no\n''' # four"]),
            ("five", vec!["#five"]),
        ];
        assert_eq!(seen(text, &found), expected);
    }

    #[test]
    fn code_holds_no_comments() {
        let text = "```\n<!-- no -->\n```\n\n`<!-- no -->` \\<!-- no -->\n\n    <!-- no -->\n";
        assert_eq!(markdown_comments(text), []);
    }

    #[test]
    fn a_comment_alone_speaks_of_the_next_block() {
        let text = "<!-- one -->\n<!-- two -->\n\nA text\nof two lines.\n\nMore.\n\n<!-- three\n-->\n- a\n  <!-- four -->\n- b\n";
        let expected = vec![
            ("one", vec!["<!-- one -->", "<!-- two -->", "A text\nof two lines."]),
            ("two", vec!["<!-- two -->", "A text", "A text\nof two lines."]),
            ("three", vec!["<!-- three\n-->", "- a", "- a\n  <!-- four -->\n- b"]),
            ("four", vec!["<!-- four -->", "- b", "- b"]),
        ];
        assert_eq!(seen(text, &markdown_comments(text)), expected);
    }

    #[test]
    fn a_comment_in_a_line_speaks_of_that_line() {
        let text = "One.\nTwo. <!-- here -->\nThree.\n\n[a]: x\n\n<!-- last -->";
        let expected = vec![("here", vec!["Two. <!-- here -->"]), ("last", vec!["<!-- last -->"])];
        assert_eq!(seen(text, &markdown_comments(text)), expected);
        let definition = "<!-- one -->\n\n[a]: x\n";
        let expected = vec![("one", vec!["<!-- one -->", "[a]: x"])];
        assert_eq!(seen(definition, &markdown_comments(definition)), expected);
    }
}
