use super::{Piece, rewrite, without_pairs};

/// Markdown in which Zola finds no shortcodes. It looks for them before it reads Markdown, in
/// code too.
pub(in crate::render::blog) fn inert(markdown: &str) -> String {
    if !markdown.contains("{{") && !markdown.contains("{%") {
        return markdown.to_owned();
    }
    rewrite(markdown, |piece, text| match piece {
        Piece::Text => without_pairs(text, &['{', '%']),
        Piece::Code => code(text),
        Piece::Autolink => text.replace("{{", "%7B%7B").replace("{%", "%7B%"),
    })
}

/// Code has no escapes, but Zola prints a call that is a comment without its comment signs.
/// What it cannot print that way, a space breaks.
fn code(mut rest: &str) -> String {
    let mut result = String::with_capacity(rest.len() + 8);
    while let Some(at) = ["{{", "{%"].iter().filter_map(|sign| rest.find(sign)).min() {
        let (before, found) = rest.split_at(at);
        let (sign, behind) = found.split_at(2);
        result.push_str(before);
        let call = behind.split_once("}}").filter(|(inner, _)| sign == "{{" && is_call(inner));
        rest = match call {
            Some((inner, after)) => {
                result.push_str(&format!("{{{{/*{inner}*/}}}}"));
                after
            }
            None => {
                result.push_str(if may_be_shortcode(behind) { "{ " } else { "{" });
                &found[1..]
            }
        };
    }
    result.push_str(rest);
    result
}

/// Whether what stands behind the sign could make a shortcode of it, the end of one, or one
/// whose signs Zola would take away.
fn may_be_shortcode(behind: &str) -> bool {
    let behind = behind.trim_start();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rest = behind.trim_start_matches(is_name);
    let name = &behind[..behind.len() - rest.len()];
    let is_called = !name.is_empty() && rest.trim_start().starts_with(['(', ':']);
    is_called || name == "end" || behind.starts_with("/*")
}

/// Whether this is surely a call: a name, and in parentheses nothing or simple `name=value`s.
fn is_call(inner: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let Some((name, values)) = inner.trim().strip_suffix(')').and_then(|call| call.split_once('('))
    else {
        return false;
    };
    let is_value = |value: &str| {
        let text = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let is_text = text.is_some_and(|text| !text.contains(['"', '(', ')', ',', '=']));
        let is_number = !value.starts_with('0') && value.bytes().all(|byte| byte.is_ascii_digit());
        is_text || matches!(value, "true" | "false") || (is_number && !value.is_empty())
    };
    let is_named_value = |pair: &str| {
        pair.split_once('=').is_some_and(|(name, value)| is_name(name) && is_value(value))
    };
    is_name(name) && (values.is_empty() || values.split(',').map(str::trim).all(is_named_value))
}
