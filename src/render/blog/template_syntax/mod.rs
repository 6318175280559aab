//! Markdown in which a generator finds nothing to run, and which shows what the author wrote.

mod directives;
mod hugo;
mod liquid;
mod zola;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

pub(super) use directives::inert as directives;
pub(super) use hugo::inert as hugo;
pub(super) use liquid::{BASE, inert as liquid};
pub(super) use zola::inert as zola;

use crate::source::markdown_options;

/// For generators that run nothing in a post.
pub(super) fn none(markdown: &str) -> String {
    markdown.to_owned()
}

/// A piece of a Markdown text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// Understands escapes and character references.
    Text,
    /// A code span or block, its marks included.
    Code,
    /// `<https://…>`.
    Autolink,
}

/// The Markdown with each piece rewritten.
fn rewrite(markdown: &str, piece: impl Fn(Piece, &str) -> String) -> String {
    let mut result = String::with_capacity(markdown.len() + markdown.len() / 8);
    let mut from = 0;
    let parser = Parser::new_ext(markdown, markdown_options(markdown));
    for (event, range) in parser.into_offset_iter() {
        let kind = match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => Piece::Code,
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                Piece::Autolink
            }
            _ => continue,
        };
        if range.start < from {
            continue;
        }
        result.push_str(&piece(Piece::Text, &markdown[from..range.start]));
        from = range.end;
        result.push_str(&piece(kind, &markdown[range]));
    }
    result.push_str(&piece(Piece::Text, &markdown[from..]));
    result
}

/// Text in which no brace stands right before one of `signs`: references take the places of
/// characters.
fn without_pairs(text: &str, signs: &[char]) -> String {
    let mut result = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_pair = |next: &char| signs.contains(next);
        match character {
            '{' if characters.peek().is_some_and(is_pair) => result.push_str("&#123;"),
            // A backslash would escape the reference and not the brace.
            '\\' if characters.next_if_eq(&'{').is_some() => {
                result.push_str("\\{");
                if let Some(sign) = characters.next_if(is_pair) {
                    result.push_str(&format!("&#{};", u32::from(sign)));
                }
            }
            '\\' => {
                result.push('\\');
                result.extend(characters.next_if_eq(&'\\'));
            }
            _ => result.push(character),
        }
    }
    result
}

#[cfg(test)]
mod tests;
