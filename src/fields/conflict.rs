use memchr::memmem::Finder;

use super::{CONFLICT_MARKER, Sink};
use crate::diagnostic::Finding;
use crate::source::Span;

/// Characters of a conflict marker, as git writes them unless it is told otherwise.
const LENGTH: usize = 7;

/// Reports each conflict that git has left in a text, and returns how many there are.
pub fn conflicts(text: &str, sink: &Sink<'_>) -> usize {
    let found = markers(text);
    for span in &found {
        sink.report(
            Finding::error(CONFLICT_MARKER, sink.file(), *span, "git has left a conflict here")
                .help("keep what is right of both versions, and remove the lines with the markers"),
        );
    }
    found.len()
}

/// The lines that open a conflict which a line further down closes.
fn markers(text: &str) -> Vec<Span> {
    let Some(last) = lines_of(text, b'>').last() else { return Vec::new() };
    lines_of(text, b'<').take_while(|line| line.start < last.start).collect()
}

/// The lines that begin with exactly seven of these characters, and then a space or nothing.
fn lines_of(text: &str, mark: u8) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let finder = Finder::new(&[mark; LENGTH]).into_owned();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + finder.find(&bytes[at..])?;
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
            at = end;
            let begins_line = start == 0 || bytes[start - 1] == b'\n';
            if begins_line && matches!(bytes.get(start + LENGTH), None | Some(b' ' | b'\r' | b'\n'))
            {
                return Some(Span::new(start, start + text[start..end].trim_end().len()));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::markers;

    #[test]
    fn takes_two_markers_for_a_conflict() {
        let opened = |text: &str| -> Vec<_> {
            markers(text).into_iter().map(|line| text[line.range()].to_owned()).collect()
        };
        let none: [&str; 0] = [];
        assert_eq!(opened("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> d\n"), ["<<<<<<< HEAD"]);
        assert_eq!(opened("<<<<<<<\r\nb\r\n=======\r\nc\r\n>>>>>>>\r\n"), ["<<<<<<<"]);
        let two = "<<<<<<< a\n=======\n>>>>>>> b\nc\n<<<<<<< d\n|||||||\n=======\n>>>>>>> e";
        assert_eq!(opened(two), ["<<<<<<< a", "<<<<<<< d"]);
        assert_eq!(opened("Title\n=======\n"), none);
        assert_eq!(opened("<<<<<<< a\n"), none, "nothing closes it");
        assert_eq!(opened(">>>>>>> a\n<<<<<<< b\n"), none, "nothing closes it below");
        assert_eq!(opened(" <<<<<<< a\n >>>>>>> b\n"), none, "a text about conflicts");
        assert_eq!(opened("<<<<<<<< a\n>>>>>>>> b\n"), none, "eight");
        assert_eq!(opened("<<<<<<<a\n>>>>>>>b\n"), none, "no space");
        assert_eq!(opened(""), none);
    }
}
