/// Stands for the site's base address until the text is made inert. It is a noncharacter, which
/// a program may use for its own ends (Unicode 17.0, section 23.7); an author who writes it gets
/// the base address.
pub(in crate::render::blog) const BASE: char = '\u{fdd0}';

const BASE_LIQUID: &str = "{{ site.baseurl }}";

/// Markdown in which Liquid finds no tags but ours.
///
/// Lines with a tag in them stand in `raw` blocks of their own, so that no block spans what
/// Jekyll may cut apart for an excerpt. A line that could end such a block has its braces
/// printed one by one instead.
pub(in crate::render::blog) fn inert(markdown: &str) -> String {
    markdown
        .split_inclusive('\n')
        .map(|line| {
            let (text, end) = match line.strip_suffix('\n') {
                Some(text) => (text, "\n"),
                None => (line, ""),
            };
            format!("{}{end}", inert_line(text))
        })
        .collect()
}

fn inert_line(line: &str) -> String {
    let has_tag = line.contains("{{") || line.contains("{%");
    if !has_tag {
        return line.replace(BASE, BASE_LIQUID);
    }
    if line.contains("endraw") {
        return braced(line);
    }
    let inner = line.replace(BASE, &format!("{{% endraw %}}{BASE_LIQUID}{{% raw %}}"));
    format!("{{% raw %}}{inner}{{% endraw %}}")
}

/// The line with every brace that could open a tag printed by a tag of our own.
fn braced(line: &str) -> String {
    let mut result = String::with_capacity(line.len() * 2);
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('{', Some('{' | '%')) => result.push_str("{{ \"{\" }}"),
            (BASE, _) => result.push_str(BASE_LIQUID),
            _ => result.push(character),
        }
    }
    result
}
