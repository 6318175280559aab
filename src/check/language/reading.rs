//! How words stand beside each other: in prose, and in Markdown that was not parsed.

/// What stands where a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Something else.
    Other,
    /// Something that may be markup, and hide what readers see there.
    Markup,
    /// The word, whose far end is here.
    Word(usize),
}

/// Looks for words in a text, beside a place where another one ends or begins.
pub(super) trait Reading {
    /// The word that ends in front of `at`.
    fn before(&self, at: usize, is: impl Fn(&[u8]) -> bool, length: usize) -> Step;
    /// The word that begins behind `at`.
    fn behind(&self, at: usize, is: impl Fn(&[u8]) -> bool, length: usize) -> Step;
}

/// Prose: one space is between two words.
pub(super) struct Shown<'t>(pub(super) &'t str);

impl Reading for Shown<'_> {
    fn before(&self, at: usize, is: impl Fn(&[u8]) -> bool, length: usize) -> Step {
        let text = self.0.as_bytes();
        let end = at.checked_sub(1).filter(|space| text[*space] == b' ');
        let start = end.and_then(|end| end.checked_sub(length));
        let found = start.zip(end).filter(|(start, end)| is(&text[*start..*end]));
        found.map_or(Step::Other, |(start, _)| Step::Word(start))
    }

    fn behind(&self, at: usize, is: impl Fn(&[u8]) -> bool, length: usize) -> Step {
        let text = self.0.as_bytes();
        let end = at + 1 + length;
        let word = text.get(at + 1..end).filter(|word| text[at] == b' ' && is(word));
        word.map_or(Step::Other, |_| Step::Word(end))
    }
}

/// Markdown: white space is between two words, or anything that may be markup.
pub(super) struct Raw<'m>(pub(super) &'m str);

impl Reading for Raw<'_> {
    fn before(&self, at: usize, is: impl Fn(&[u8]) -> bool, length: usize) -> Step {
        let side = &self.0.as_bytes()[..at];
        let word = side.trim_ascii_end();
        match word.last() {
            // What ends with it may be an entity, and what that stands for a space.
            Some(b';') => Step::Markup,
            Some(last) if !last.is_ascii_alphanumeric() => sign(*last),
            Some(_) if word.len() < side.len() => {
                let start = word.len().checked_sub(length);
                let start = start.filter(|start| is(&word[*start..]));
                start.map_or(Step::Other, Step::Word)
            }
            // A letter or digit makes the word another one.
            _ => Step::Other,
        }
    }

    fn behind(&self, at: usize, is: impl Fn(&[u8]) -> bool, length: usize) -> Step {
        let side = &self.0.as_bytes()[at..];
        let word = side.trim_ascii_start();
        match word.first() {
            Some(first) if !first.is_ascii_alphanumeric() => sign(*first),
            Some(_) if word.len() < side.len() => {
                let end = self.0.len() - word.len() + length;
                let word = word.get(..length).filter(|word| is(word));
                word.map_or(Step::Other, |_| Step::Word(end))
            }
            _ => Step::Other,
        }
    }
}

/// Signs that prose shows as they are, wherever Markdown has them, are no words.
const fn sign(byte: u8) -> Step {
    match byte {
        b'.' | b',' | b';' | b':' | b'?' | b'!' | b'\'' | b'"' | b'\0' => Step::Other,
        _ => Step::Markup,
    }
}
