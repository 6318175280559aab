use super::{Piece, rewrite, without_pairs};

/// What opens a shortcode, and what closes it. Hugo looks for them before it reads Markdown, in
/// code too.
const SHORTCODES: [(&str, &str); 2] = [("{{<", ">}}"), ("{{%", "%}}")];

/// Markdown in which Hugo finds no shortcodes.
pub(in crate::render::blog) fn inert(markdown: &str) -> String {
    if !markdown.contains("{{") {
        return markdown.to_owned();
    }
    rewrite(markdown, |piece, text| match piece {
        Piece::Text => without_pairs(text, &['{']),
        Piece::Code => code(text),
        Piece::Autolink => text.replace("{{", "%7B%7B"),
    })
}

/// Code has no escapes, but Hugo prints a shortcode that is a comment without its comment signs.
/// One that is never closed cannot be printed at all: a space breaks it.
fn code(mut rest: &str) -> String {
    let mut result = String::with_capacity(rest.len() + 8);
    while let Some((at, open, close)) = first(rest) {
        let (before, behind) = (&rest[..at], &rest[at + open.len()..]);
        result.push_str(before);
        match behind.split_once(close) {
            Some((inner, after)) => {
                result.push_str(&format!("{open}/*{inner}*/{close}"));
                rest = after;
            }
            None => {
                result.push_str(&open.replacen("{{", "{ {", 1));
                rest = behind;
            }
        }
    }
    result.push_str(rest);
    result
}

fn first(text: &str) -> Option<(usize, &'static str, &'static str)> {
    let found =
        SHORTCODES.iter().filter_map(|(open, close)| Some((text.find(open)?, *open, *close)));
    found.min_by_key(|(at, ..)| *at)
}
