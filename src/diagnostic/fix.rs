use std::collections::BTreeMap;

use crate::source::Span;

/// Whether a fix can be made unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// What the files mean stays as it is.
    Safe,
    /// It is a guess at what was meant.
    Unsafe,
}

impl Safety {
    /// The lower-case name used in every format.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Bytes replaced by a text: removed where it is empty, added to where the span is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Puts a text in the place of bytes.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Removes bytes.
    #[must_use]
    pub const fn remove(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

/// How a finding can be mended, by edits of the file that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `title`".
    pub title: String,
    /// Whether it can be made unseen.
    pub safety: Safety,
    /// All of them together, or none.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that leaves the meaning of the file as it is.
    #[must_use]
    pub fn safe(title: impl Into<String>, edit: Edit) -> Self {
        Self { title: title.into(), safety: Safety::Safe, edits: vec![edit] }
    }

    /// A fix that is a guess.
    #[must_use]
    pub fn guess(title: impl Into<String>, edit: Edit) -> Self {
        Self { title: title.into(), safety: Safety::Unsafe, edits: vec![edit] }
    }
}

/// A text with as many of the fixes made as do not touch each other, the first ones first, and
/// how many that are.
#[must_use]
pub fn apply<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> (String, usize) {
    let mut accepted: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut made = 0;
    for fix in fixes {
        let fits = |edit: &Edit| text.get(edit.span.range()).is_some() && is_free(&accepted, edit);
        if !fix.edits.is_empty() && fix.edits.iter().all(fits) {
            accepted.extend(fix.edits.iter().map(|edit| (edit.span.start, edit)));
            made += 1;
        }
    }
    let mut fixed = String::with_capacity(text.len());
    let mut from = 0;
    for edit in accepted.values() {
        fixed.push_str(&text[from..edit.span.start]);
        fixed.push_str(&edit.text);
        from = edit.span.end;
    }
    fixed.push_str(&text[from..]);
    (fixed, made)
}

/// Whether an edit neither overlaps nor adjoins those accepted.
fn is_free(accepted: &BTreeMap<usize, &Edit>, edit: &Edit) -> bool {
    let before = accepted.range(..=edit.span.end).next_back();
    before.is_none_or(|(_, other)| other.span.end < edit.span.start)
}

#[cfg(test)]
mod tests {
    use super::{Edit, Fix, Safety, apply};
    use crate::source::Span;

    fn replace(start: usize, end: usize, text: &str) -> Fix {
        Fix::safe("x", Edit::replace(Span::new(start, end), text))
    }

    #[test]
    fn edits_that_touch_wait() {
        let fixes = [replace(0, 1, "A"), replace(0, 3, "?"), replace(1, 2, "?"), replace(3, 5, "")];
        assert_eq!(apply("abcdefg", &fixes), ("Abcfg".to_owned(), 2));
        let inserts = [replace(1, 1, "x"), replace(1, 1, "y"), replace(3, 3, "z")];
        assert_eq!(apply("abc", &inserts), ("axbcz".to_owned(), 2));
    }

    #[test]
    fn a_fix_is_made_whole_or_not() {
        let edits = vec![Edit::replace(Span::new(4, 5), "E"), Edit::remove(Span::new(0, 1))];
        let both = Fix { title: String::new(), safety: Safety::Safe, edits };
        assert_eq!(apply("abcde", [&both]), ("bcdE".to_owned(), 1));
        assert_eq!(apply("abcde", [&replace(0, 1, "A"), &both]), ("Abcde".to_owned(), 1));
    }

    #[test]
    fn edits_of_another_text_are_not_made() {
        assert_eq!(apply("🙂", &[replace(1, 2, "x"), replace(0, 9, "x")]), ("🙂".to_owned(), 0));
    }
}
