/// A text of a single paragraph in a single line, of plain words alone, as HTML has it: the same.
pub(super) fn line(markdown: &str) -> Option<&str> {
    let text = words(markdown)?;
    (!text.contains('\n')).then_some(text)
}

/// The HTML of a text that is nothing but paragraphs of plain words, as most lines of timelines
/// are; nothing where a character could mean more. The parser costs many times as much.
pub(super) fn paragraphs(markdown: &str) -> Option<String> {
    let text = words(markdown)?;
    let mut page = String::with_capacity(text.len() + 16);
    for paragraph in text.split("\n\n").map(|text| text.trim_start_matches('\n')) {
        if !paragraph.is_empty() {
            page.push_str("<p>");
            page.push_str(paragraph);
            page.push_str("</p>\n");
        }
    }
    Some(page)
}

/// The text without the line breaks at its end, if there is something and all of it is plain.
fn words(markdown: &str) -> Option<&str> {
    let text = markdown.trim_end_matches('\n');
    let (mut line, mut from) = (0, 0);
    while let Some(at) = text[from..].bytes().position(|byte| MAY_MEAN[usize::from(byte)]) {
        let at = from + at;
        match &text[at..] {
            rest if rest.starts_with('\n') && is_plain_line(&text[line..at]) => line = at + 1,
            rest if rest.starts_with(':') && !rest.starts_with("://") => {}
            _ => return None,
        }
        from = at + 1;
    }
    (line < text.len() && is_plain_line(&text[line..])).then_some(text)
}

/// Every block but a paragraph begins with something else than a letter, and a line that ends in
/// white space could break hard.
fn is_plain_line(line: &str) -> bool {
    line.is_empty() || line.starts_with(char::is_alphabetic) && !line.ends_with(char::is_whitespace)
}

/// Which bytes could mean something in the middle of a line, to Markdown or to HTML, or end it.
static MAY_MEAN: [bool; 256] = {
    let mut may_mean = [false; 256];
    let mut control = 0;
    while control < b' ' as usize {
        may_mean[control] = true;
        control += 1;
    }
    let special = b"\x7f\\`*_~[]<>&|:";
    let mut index = 0;
    while index < special.len() {
        may_mean[special[index] as usize] = true;
        index += 1;
    }
    may_mean
};
