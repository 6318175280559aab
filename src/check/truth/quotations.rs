use std::ops::Range;

/// The first bytes of “, ” and „ and of « and » in UTF-8: few texts have any.
const FIRST_OF_CURVED: u8 = 0xe2;
const FIRST_OF_ANGLED: u8 = 0xc2;

/// What stands in quotation marks, marks included. One that is not closed opens nothing.
pub(super) fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if memchr::memchr3(b'"', FIRST_OF_CURVED, FIRST_OF_ANGLED, text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match open {
            Some((start, end)) if c == end => {
                found.push(start..at + c.len_utf8());
                open = None;
            }
            Some(_) => {}
            None => open = closing(c, before).map(|end| (at, end)),
        }
        before = c;
    }
    found
}

/// The mark that ends what this one opens.
fn closing(mark: char, before: char) -> Option<char> {
    match mark {
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        '"' if !before.is_alphanumeric() => Some('"'),
        _ => None,
    }
}
