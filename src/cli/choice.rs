//! Words of a closed set, as arguments.

/// The value that a word stands for; else what the words are.
pub(super) fn one_of<T: Copy>(
    what: &str,
    known: &[(&'static str, T)],
    text: &str,
) -> Result<T, String> {
    known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        format!("the {what} is one of: {}", names.join(", "))
    })
}
