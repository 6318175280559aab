use std::borrow::Cow;
use std::fmt::Write as _;

use similar::TextDiff;

use crate::source::{acts, clean, without_commands};

/// What turns one text of a file into another, as a unified diff, which `git apply` and
/// `patch -p1` take. `path` is from the folder that they are run in.
#[must_use]
pub fn diff(path: &str, before: &str, after: &str) -> String {
    let (old, new) = (quoted(format!("a/{path}")), quoted(format!("b/{path}")));
    TextDiff::from_lines(before, after).unified_diff().header(&old, &new).to_string()
}

/// A diff for readers and for logs of CI jobs: without characters that act and without
/// commands. It cannot be applied where there were any.
#[must_use]
pub fn shown_diff(diff: &str) -> Cow<'_, str> {
    if diff.split('\n').all(is_inert) {
        return Cow::Borrowed(diff);
    }
    diff.split('\n').map(shown).collect::<Vec<_>>().join("\n").into()
}

/// A line's text without the carriage return of its end, which only ends it.
fn text_of(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

fn is_inert(line: &str) -> bool {
    let text = text_of(line);
    !text.contains(acts) && without_commands(text) == text
}

fn shown(line: &str) -> String {
    let text = text_of(line);
    format!("{}{}", without_commands(&clean(text)), &line[text.len()..])
}

/// A path as git writes it in a diff: in quotes and escaped as in C, where it has characters
/// that could end the line or act (git-diff, "Generating patch text with -p", rule 4).
fn quoted(path: String) -> String {
    let is_plain = |c: char| !acts(c) && !matches!(c, '\n' | '\t' | '"' | '\\') && c != '\u{2028}';
    if path.chars().all(is_plain) && without_commands(&path) == path {
        return path;
    }
    let mut quoted = String::from("\"");
    for byte in path.bytes() {
        // Writing to a string cannot fail.
        let _ = match byte {
            b'"' | b'\\' | b'#' | 0..=0x1f | 0x7f.. => write!(quoted, "\\{byte:03o}"),
            _ => write!(quoted, "{}", char::from(byte)),
        };
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{diff, quoted, shown_diff};

    #[test]
    fn is_what_patch_reads() {
        let text = diff("a b/f.toml", "one\r\ntwo\r\n", "one\r\n2\r\n");
        let expected =
            "--- a/a b/f.toml\n+++ b/a b/f.toml\n@@ -1,2 +1,2 @@\n one\r\n-two\r\n+2\r\n";
        assert_eq!(text, expected);
        assert_eq!(shown_diff(&text), text, "line ends do not act");
    }

    #[test]
    fn nothing_in_it_acts_on_a_log() {
        let before = " \n::add-mask::x\n\u{1b}[2Jy\r::set-output name=a::b\n##[group]z\n";
        let text = diff("f", before, "\n");
        let text = diff("f", &text, &format!("{text}+"));
        let shown = shown_diff(&text);
        assert!(!shown.contains(['\u{1b}', '\r']) && !shown.contains("##["), "{shown}");
        assert!(shown.lines().all(|line| !line.trim_start().starts_with("::")), "{shown}");
        let context = shown_diff(" ::add-mask::x\n");
        assert_eq!(context, " : :add-mask::x\n");
    }

    #[test]
    fn paths_are_quoted_where_they_must() {
        assert_eq!(quoted("a/naïve b.toml".to_owned()), "a/naïve b.toml");
        assert_eq!(quoted("a/x\n::y::\u{1b}".to_owned()), "\"a/x\\012::y::\\033\"");
        assert_eq!(quoted("a/##[x".to_owned()), "\"a/\\043\\043[x\"");
    }
}
