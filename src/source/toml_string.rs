use super::Span;

/// Where bytes of a string's value stand in its TOML literal: quotes, escapes and trimmed line
/// ends counted (TOML 1.0, "String"). Nothing where the literal is none, or too short.
#[must_use]
pub fn in_literal(literal: &str, words: Span) -> Option<Span> {
    let mark = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|mark| literal.starts_with(mark))?;
    let content = literal.strip_prefix(mark)?.strip_suffix(mark)?;
    let first = if mark.len() == 3 { line_end(content) } else { 0 };
    let mut reader = Reader { content, at: first, is_basic: mark.starts_with('"') };
    let mut read = 0;
    let mut from = None;
    while read < words.end {
        if read == words.start {
            reader.skip_trimmed();
            from = Some(reader.at);
        }
        read += reader.step()?;
    }
    (read == words.end).then_some(Span::new(from?, reader.at).shifted(mark.len()))
}

/// The length of the line end that a text begins with.
fn line_end(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

struct Reader<'l> {
    content: &'l str,
    at: usize,
    is_basic: bool,
}

impl Reader<'_> {
    /// Goes on by one character of the value and says how many bytes it has there.
    fn step(&mut self) -> Option<usize> {
        self.skip_trimmed();
        let rest = self.content.get(self.at..)?;
        let character = rest.chars().next()?;
        if character == '\\' && self.is_basic {
            return self.escape(rest);
        }
        self.at += character.len_utf8();
        Some(character.len_utf8())
    }

    /// Skips a backslash at a line's end with all white space behind it.
    fn skip_trimmed(&mut self) {
        while let Some(rest) = self.content.get(self.at..).filter(|_| self.is_basic) {
            let Some(behind) = rest.strip_prefix('\\') else { return };
            let trimmed = behind.trim_start_matches([' ', '\t']);
            if line_end(trimmed) == 0 {
                return;
            }
            self.at = self.content.len() - trimmed.trim_start().len();
        }
    }

    fn escape(&mut self, rest: &str) -> Option<usize> {
        let digits = match rest.as_bytes().get(1)? {
            b'u' => 4,
            b'U' => 8,
            b'x' => 2,
            _ => 0,
        };
        self.at += 2 + digits;
        if digits == 0 {
            return Some(1);
        }
        let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
        char::from_u32(code).map(char::len_utf8)
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, in_literal};

    fn found(literal: &str, words: &str) -> Option<String> {
        let value: toml::Table = toml::from_str(&format!("a = {literal}")).ok()?;
        let value = value["a"].as_str()?.to_owned();
        let start = value.find(words)?;
        let span = in_literal(literal, Span::new(start, start + words.len()))?;
        Some(literal[span.range()].to_owned())
    }

    #[test]
    fn finds_words_in_every_kind_of_string() {
        for literal in [
            "\"see 10.0.0.7 now\"",
            "'see 10.0.0.7 \\now'",
            "\"\"\"\nä\n10.0.0.7\"\"\"",
            "'''\r\nsee\r\n10.0.0.7'''",
            "\"\\u00e4\\t\\\"\\U0001F642 10.0.0.7\"",
            "\"\"\"one \\\n    \\\n  10.0.0.7\"\"\"",
            "\"\\n10.0.0.7\"",
        ] {
            assert_eq!(found(literal, "10.0.0.7").as_deref(), Some("10.0.0.7"), "{literal}");
        }
        assert_eq!(found("\"Z\\u006fe\"", "Zoe").as_deref(), Some("Z\\u006fe"));
        assert_eq!(in_literal("\"ab\"", Span::new(1, 3)), None);
        assert_eq!(in_literal("12", Span::new(0, 1)), None);
    }
}
