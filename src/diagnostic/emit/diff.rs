use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput, Token};

use crate::source::{acts, clean, without_commands};

/// How many unchanged lines stand on either side of what changed.
const CONTEXT: u32 = 3;

/// What turns one text of a file into another, as a unified diff, which `git apply` and
/// `patch -p1` take. `path` is from the folder that they are run in.
#[must_use]
pub fn diff(path: &str, before: &str, after: &str) -> String {
    let (old, new) = (quoted(format!("a/{path}")), quoted(format!("b/{path}")));
    let lines = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &lines);
    diff.postprocess_lines(&lines);
    let mut text = String::new();
    let hunks: Vec<Hunk> = diff.hunks().collect();
    for near in hunks.chunk_by(|one, next| next.before.start - one.before.end <= 2 * CONTEXT) {
        if text.is_empty() {
            text = format!("--- {old}\n+++ {new}\n");
        }
        push_hunk(&mut text, near, &lines);
    }
    text
}

/// Changes that are near each other, with the lines between and around them.
fn push_hunk(text: &mut String, near: &[Hunk], lines: &InternedInput<&str>) {
    let (Some(first), Some(last)) = (near.first(), near.last()) else { return };
    let above = first.before.start.min(CONTEXT);
    let below = (count(&lines.before) - last.before.end).min(CONTEXT);
    let _ = writeln!(
        text,
        "@@ -{} +{} @@",
        span(first.before.start - above..last.before.end + below),
        span(first.after.start - above..last.after.end + below)
    );
    let mut at = first.before.start - above;
    for hunk in near {
        push_lines(text, ' ', &lines.before, at..hunk.before.start, lines);
        push_lines(text, '-', &lines.before, hunk.before.clone(), lines);
        push_lines(text, '+', &lines.after, hunk.after.clone(), lines);
        at = hunk.before.end;
    }
    push_lines(text, ' ', &lines.before, at..at + below, lines);
}

/// Where lines begin, from 1, and how many they are; where there are none, the line above.
fn span(lines: Range<u32>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        length => format!("{},{length}", lines.start + 1),
    }
}

fn push_lines(
    text: &mut String,
    sign: char,
    tokens: &[Token],
    range: Range<u32>,
    lines: &InternedInput<&str>,
) {
    for token in tokens.iter().skip(range.start as usize).take(range.len()) {
        let line = lines.interner[*token];
        text.push(sign);
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

fn count(tokens: &[Token]) -> u32 {
    u32::try_from(tokens.len()).unwrap_or(u32::MAX)
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
