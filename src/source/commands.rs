use std::borrow::Cow;

use super::{acts, clean};

/// Where GitHub's runner (`##[`) and Azure's (`##vso[`) see a command, wherever in a line it
/// stands, and the same with a space in it that takes no more room.
const ANYWHERE: [(&str, &str); 2] = [("##[", "# ["), ("##vso[", "# vso[")];

/// A text without commands to the programs that run CI jobs and read what a job prints: those
/// that count anywhere, and `::name::`, which GitHub's runner obeys behind any white space at
/// the start of a line (GitHub Docs, "Workflow commands for GitHub Actions").
#[must_use]
pub fn without_commands(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for (command, harmless) in ANYWHERE {
        if text.contains(command) {
            text = text.replace(command, harmless).into();
        }
    }
    if text.contains("::") && text.split(is_line_end).any(is_command) {
        text = text.split_inclusive(is_line_end).map(broken).collect::<String>().into();
    }
    text
}

/// A text for a terminal or for the log of a CI job, where its lines stay lines: without
/// characters that act and without commands.
#[must_use]
pub fn inert(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) && without_commands(text) == text {
        return Cow::Borrowed(text);
    }
    Cow::Owned(without_commands(&clean(text)).into_owned())
}

/// Where programs that read a log may see a line end.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_command(line: &str) -> bool {
    line.trim_start().strip_prefix("::").is_some_and(|rest| rest.contains("::"))
}

fn broken(line: &str) -> Cow<'_, str> {
    if is_command(line) { line.replacen("::", ": :", 1).into() } else { line.into() }
}

#[cfg(test)]
mod tests {
    use super::{inert, without_commands};

    #[test]
    fn commands_are_none_and_other_text_stays() {
        for (text, harmless) in [
            ("x ##[add-mask]y ##vso[task.complete]", "x # [add-mask]y # vso[task.complete]"),
            ("###[x", "## [x"),
            ("a\n \t::add-mask::b", "a\n \t: :add-mask::b"),
            ("a\u{2028}::set-output name=x::b", "a\u{2028}: :set-output name=x::b"),
        ] {
            assert_eq!(without_commands(text), harmless);
        }
        for text in ["std::fs::read", "::1", "a ::b::", "## heading", "naïve\n  x::y::z"] {
            assert_eq!(without_commands(text), text);
        }
    }

    #[test]
    fn taking_out_characters_makes_no_command() {
        assert_eq!(inert("#\u{1b}#[x"), "# [x");
        assert_eq!(inert(":\u{202e}:a::"), ": :a::");
    }
}
