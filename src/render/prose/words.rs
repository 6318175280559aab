/// "a", "a and b", "a, b and c".
pub(in crate::render) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The text with a capital at its start.
pub(in crate::render) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// The text with a full stop, unless it has an end already. An address keeps its end: a full
/// stop would be taken for a part of it.
pub(in crate::render) fn ended(text: &str) -> String {
    let text = text.trim_end();
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', '*', '_']);
    let has_end = bare.ends_with(['.', '!', '?', '…', ':']);
    let is_address =
        text.rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("://"));
    if text.is_empty() || has_end || is_address { text.to_owned() } else { format!("{text}.") }
}

/// The text on one line, with single spaces.
pub(in crate::render) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a status for readers: "In progress" for `in_progress`.
pub(in crate::render) fn status(name: &str) -> String {
    capitalised(&name.replace('_', " "))
}
