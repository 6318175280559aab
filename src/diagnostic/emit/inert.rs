//! Text of the workspace made harmless: it comes through pull requests, and what reads the
//! output acts on some of it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::source::{acts, clean, without_commands};

/// A text on one line, without characters that act and without commands.
pub(super) fn one_line(text: &str) -> String {
    without_commands(&clean(text).replace(['\n', '\u{2028}', '\u{2029}'], " ")).into_owned()
}

/// A value as JSON. Characters that act, separators of lines and commands are escaped, so that the values are
/// still the same; outside strings JSON has none of them.
#[must_use]
pub fn to_json(value: &impl Serialize) -> String {
    // Strings, numbers and lists always serialise.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut inert = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        if acts(character) || matches!(character, '\u{2028}' | '\u{2029}') {
            // Writing to a string cannot fail.
            let _ = write!(inert, "\\u{:04x}", u32::from(character));
        } else {
            inert.push(character);
        }
    }
    inert.push('\n');
    replace_commands(inert, "\\u005b")
}

/// XML with its commands escaped, so that the values are still the same.
pub(super) fn xml(text: String) -> String {
    replace_commands(text, "&#91;")
}

/// Commands count where a bracket ends them; neither format has one that begins a line with `::`.
fn replace_commands(mut text: String, bracket: &str) -> String {
    for command in ["##[", "##vso["] {
        if text.contains(command) {
            text = text.replace(command, &command.replace('[', bracket));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{one_line, to_json, xml};

    #[test]
    fn a_line_is_one_line_and_commands_are_none() {
        assert_eq!(one_line("a\n::error::b\u{1b}[2J"), "a ::error::b[2J");
        assert_eq!(
            one_line("x ##[add-mask]y ##vso[task.complete]"),
            "x # [add-mask]y # vso[task.complete]"
        );
        assert_eq!(one_line("###[x"), "## [x");
    }

    #[test]
    fn json_says_the_same_as_before() {
        let value = "\u{1b}[2J \u{202e} \u{9b} ##[add-mask]y 🙂 \\##[";
        let text = to_json(&value);
        assert!(
            !text.contains(['\u{1b}', '\u{202e}', '\u{9b}']) && !text.contains("##["),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), value);
    }

    #[test]
    fn xml_says_the_same_as_before() {
        assert_eq!(xml("<a>##[b]</a>".to_owned()), "<a>##&#91;b]</a>");
    }
}
