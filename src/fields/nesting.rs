use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::source::Span;

/// Levels that the parser goes into: of arrays, inline tables and dotted keys. What is deeper
/// would cost it the stack.
pub(super) const MAX_LEVELS: usize = 80;

/// Where a document goes deeper than [`MAX_LEVELS`]; the parser does not say it.
pub(super) fn too_deep(document: &str) -> Option<Span> {
    let mut brackets = 0_usize;
    let mut dots = 0;
    for token in Source::new(document).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => brackets += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                brackets = brackets.saturating_sub(1);
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Newline | TokenKind::Comma | TokenKind::Equals => dots = 0,
            _ => {}
        }
        if brackets >= MAX_LEVELS || dots + 1 >= MAX_LEVELS {
            return Some((token.span().start()..token.span().end()).into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[test]
    fn finds_the_bracket_or_dot() {
        let arrays = format!("a = 1\nb = {}", "[".repeat(90));
        assert_eq!(too_deep(&arrays).map(|span| span.start), Some(10 + 79));
        let keys = format!("a = 1\n{} = 1", vec!["b"; 90].join("."));
        assert_eq!(too_deep(&keys).map(|span| span.start), Some(6 + 2 * 79 - 1));
        assert_eq!(too_deep("a.b.c = [[1.2, [3]], {d.e = 1}]\n"), None);
    }
}
