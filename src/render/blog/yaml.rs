use std::fmt::Write as _;

/// A text as a double-quoted YAML scalar. Every JSON string is one (YAML 1.2.2, section 1.2),
/// but YAML allows fewer characters unescaped and takes some for line ends (sections 5.1, 5.4).
pub(super) fn string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut scalar = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                // Writing to a string cannot fail.
                let _ = write!(scalar, "\\u{:04x}", u32::from(character));
            }
            _ => scalar.push(character),
        }
    }
    scalar
}
