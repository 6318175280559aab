/// The HTML of a text that is nothing but paragraphs of plain words, as most lines of timelines
/// are; nothing where a character could mean more. The parser costs many times as much.
pub(super) fn paragraphs(markdown: &str) -> Option<String> {
    let markdown = markdown.trim_end_matches('\n');
    let is_plain = |byte: u8| IS_PLAIN[usize::from(byte)];
    if markdown.is_empty() || !markdown.bytes().all(is_plain) || markdown.contains("://") {
        return None;
    }
    if !markdown.split('\n').all(|line| line.is_empty() || is_plain_line(line)) {
        return None;
    }
    let mut page = String::with_capacity(markdown.len() + 16);
    for paragraph in markdown.split("\n\n").map(|text| text.trim_start_matches('\n')) {
        if !paragraph.is_empty() {
            page.push_str("<p>");
            page.push_str(paragraph);
            page.push_str("</p>\n");
        }
    }
    Some(page)
}

/// Every block but a paragraph begins with something else than a letter, and a line that ends in
/// white space could break hard.
fn is_plain_line(line: &str) -> bool {
    line.starts_with(char::is_alphabetic) && !line.ends_with(char::is_whitespace)
}

/// Which bytes mean nothing in the middle of a line, neither to Markdown nor to HTML.
static IS_PLAIN: [bool; 256] = {
    let mut is_plain = [true; 256];
    let mut control = 0;
    while control < b' ' as usize {
        is_plain[control] = control == b'\n' as usize;
        control += 1;
    }
    let special = b"\x7f\\`*_~[]<>&|";
    let mut index = 0;
    while index < special.len() {
        is_plain[special[index] as usize] = false;
        index += 1;
    }
    is_plain
};
