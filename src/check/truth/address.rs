//! Web and mail addresses in prose.

use std::ops::Range;

use memchr::{memchr3_iter, memmem};

/// The web and mail addresses in a stretch of a text, in order: runs without white space that
/// have `://` or an inner `@` in them, or begin with `www.`.
pub(super) fn addresses(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes().get(stretch.clone()).unwrap_or_default();
    // Letters are many: those of WWW are looked for where it is.
    let letter = if memmem::find(bytes, WWW.as_bytes()).is_some() { b'w' } else { b'@' };
    let hits = memchr3_iter(b':', b'@', letter, bytes).filter(|at| match bytes[*at] {
        b'@' => true,
        b':' => bytes[*at..].starts_with(SCHEME_END.as_bytes()),
        _ => bytes[*at..].starts_with(WWW.as_bytes()),
    });
    let mut found = Vec::new();
    let mut known = stretch.start..stretch.start;
    for at in hits.map(|at| stretch.start + at) {
        if known.contains(&at) {
            continue;
        }
        known = run_around(text, &stretch, at);
        if is_address(&text[known.clone()]) {
            found.push(known.clone());
        }
    }
    found
}

const WWW: &str = "www.";
/// What is behind the scheme of a web address (RFC 3986, section 3).
const SCHEME_END: &str = "://";

/// The characters around a place up to white space or the end of the stretch.
fn run_around(text: &str, stretch: &Range<usize>, at: usize) -> Range<usize> {
    let before = text[stretch.start..at].char_indices().rfind(|(_, c)| c.is_whitespace());
    let start = before.map_or(stretch.start, |(space, c)| stretch.start + space + c.len_utf8());
    let length = text[at..stretch.end].find(char::is_whitespace);
    start..length.map_or(stretch.end, |length| at + length)
}

fn is_address(run: &str) -> bool {
    run.contains(SCHEME_END) || run.starts_with(WWW) || run.trim_matches('@').contains('@')
}

#[cfg(test)]
mod tests {
    use super::{addresses, is_address};
    use proptest::prelude::*;

    proptest! {
        /// Against a look at every run.
        #[test]
        fn finds_what_a_look_at_every_run_finds(text in "([a:@/. é\u{a0}]|www\\.|://){0,30}") {
            let runs = text.split(char::is_whitespace).filter(|run| is_address(run));
            let found = addresses(&text, 0..text.len());
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            prop_assert_eq!(found, runs.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_stretch_begins_and_ends_runs() {
        assert!(addresses("ab://cd", 1..4).is_empty());
        assert_eq!(addresses("ab://cd ef://", 1..9), vec![1..7]);
    }
}
