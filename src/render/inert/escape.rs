use std::fmt::Write as _;

/// Plain text as Markdown that shows it, on one line or more. Signs that kramdown cannot
/// escape become character references.
pub(in crate::render) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '~' => escaped.push_str("&#126;"),
            '_' if is_word(before) && is_word(after) => escaped.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '|' | '#' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
        before = Some(character);
    }
    starting_inline(&escaped)
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

/// Markdown of one line that starts no block: no heading, list, quote, rule or table.
pub(in crate::render) fn starting_inline(line: &str) -> String {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    let is_item = !number.is_empty() && rest.starts_with(['.', ')']);
    let is_block = number.is_empty()
        && (rest.starts_with(['#', '>', '+', '-', '=', ':', '|', '^'])
            || rest.starts_with("* ")
            || rest.starts_with("***")
            || rest.starts_with("___"));
    let fence = rest.starts_with("```") || rest.starts_with("~~~");
    if is_item || is_block || (fence && number.is_empty()) {
        // `^` and `~` have no escape in kramdown; a character reference is text everywhere.
        match rest.chars().next() {
            Some(sign @ ('^' | '~')) => format!("&#{};{}", u32::from(sign), &rest[1..]),
            _ => format!("{number}\\{rest}"),
        }
    } else {
        line.to_owned()
    }
}

/// A file's name as a relative link destination, which no program takes for one with a scheme, a
/// query or a fragment (RFC 3986, section 4.2).
pub(in crate::render) fn file_address(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '%' | '#' | '?' | ':' | '&' | '[' | ']' | '\0'..='\x1f' | '\x7f' => {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{:02X}", u32::from(character));
            }
            _ => encoded.push(character),
        }
    }
    address(&encoded)
}

/// The address of an incident's page on the site.
pub(in crate::render) fn incident_page(base_url: &str, id: &str) -> String {
    format!("{base_url}/incidents/{}/", file_address(id))
}

/// A web address as a link destination: what Markdown, Liquid or HTML could
/// take for an end or a start is percent-encoded (RFC 3986, section 2.1).
pub(in crate::render) fn address(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' | '(' | ')' | '<' | '>' | '"' | '\'' | '\\' | '`' | '{' | '|' | '}' | '^' | '*'
            | '\n' | '\t' => {
                // Writing to a string cannot fail.
                let _ = write!(address, "%{:02X}", u32::from(character));
            }
            _ => address.push(character),
        }
    }
    address
}
