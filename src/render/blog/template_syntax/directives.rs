use super::{Piece, rewrite};

/// Markdown without directives: `:name`, `::name` and `:::name`, which Docusaurus reads in
/// CommonMark too.
pub(in crate::render::blog) fn inert(markdown: &str) -> String {
    if !markdown.contains(':') {
        return markdown.to_owned();
    }
    rewrite(markdown, |piece, text| match piece {
        Piece::Text => escaped(text),
        Piece::Code | Piece::Autolink => text.to_owned(),
    })
}

/// The text with a backslash before each colon that could begin a directive.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        // Behind a bracket, the colon is that of a definition: `[label]:address`.
        let may_begin = character == ':' && !matches!(before, ']' | '\\');
        if may_begin && (after == ':' || after.is_alphabetic()) {
            result.push('\\');
        }
        result.push(character);
        before = character;
    }
    result
}
