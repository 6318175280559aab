//! What readers see of an author's HTML.

use std::collections::HashSet;

use ammonia::Builder;

/// Raw tags that one text may have; those behind are left out. A sanitiser takes quadratic time
/// for tags that are never closed.
pub const MAX_RAW_TAGS: usize = 1_000;

/// Elements that part no word.
const INLINE: [&str; 28] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "u",
    "var", "wbr",
];

/// Leaves of HTML what may be on a page: no scripts, handlers, styles, frames or forms.
#[must_use]
pub fn sanitizer() -> Builder<'static> {
    let mut builder = Builder::default();
    for heading in ["h1", "h2", "h3", "h4", "h5", "h6"] {
        builder.add_tag_attributes(heading, ["id"]);
    }
    builder
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .add_tags(["input", "section", "details", "summary"])
        .add_generic_attributes(["class"])
        .add_tag_attributes("input", ["checked", "disabled", "aria-label"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .set_tag_attribute_value("input", "disabled", "")
        .add_tag_attributes("div", ["id", "role", "aria-label", "tabindex"])
        .add_tag_attributes("sup", ["id"])
        .link_rel(None);
    builder
}

/// Where a tag that HTML begins with ends. In what the sanitiser writes, values stand in double
/// quotes, and `<` begins a tag wherever it is not in one.
#[must_use]
pub fn tag_end(html: &str) -> usize {
    let mut is_value = false;
    let end = html.bytes().position(|byte| {
        is_value ^= byte == b'"';
        byte == b'>' && !is_value
    });
    end.map_or(html.len(), |end| end + 1)
}

/// The texts that the sanitiser leaves of HTML, each in one piece, and the values of attributes.
#[must_use]
pub fn visible_texts(html: &str) -> Vec<String> {
    let end = html.match_indices('<').nth(MAX_RAW_TAGS).map_or(html.len(), |(at, _)| at);
    let clean = sanitizer().clean(&html[..end]).to_string();
    let (mut texts, mut open) = (Vec::new(), String::new());
    let mut rest = clean.as_str();
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        let (tag, behind) = tag.split_at(tag_end(tag));
        open.push_str(text);
        if !is_inline(tag) {
            texts.push(std::mem::take(&mut open));
        }
        // Every other piece is a value.
        texts.extend(tag.split('"').skip(1).step_by(2).map(str::to_owned));
        rest = behind;
    }
    open.push_str(rest);
    texts.push(open);
    texts.retain(|text| !text.trim().is_empty());
    texts.iter_mut().for_each(|text| *text = unescaped(text));
    texts
}

fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).split([' ', '>']).next();
    name.is_some_and(|name| INLINE.contains(&name))
}

/// What the sanitiser escapes (WHATWG HTML, "escaping a string").
fn unescaped(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}")];
    let text = marks.iter().fold(text.to_owned(), |text, (mark, sign)| text.replace(mark, sign));
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{MAX_RAW_TAGS, visible_texts};

    #[test]
    fn texts_are_whole_and_values_are_told() {
        for (html, texts) in [
            ("<p><b>d</b>b&#46;a<!-- x -->b</p><p>c</p>", &["db.ab", "c"][..]),
            ("<p title=\"d&quot;&#98;\">x</p>", &["d\"b", "x"]),
            ("<td>a<td>b", &["ab"]),
            ("<script>a</script><style>b</style><p onclick=\"c\">d", &["d"]),
            ("<p>&amp;lt;&nbsp;e", &["&lt;\u{a0}e"]),
            ("<br>", &[]),
        ] {
            assert_eq!(visible_texts(html), texts, "{html}");
        }
    }

    #[test]
    fn what_is_never_closed_takes_no_time() {
        assert!(visible_texts(&"<b>a".repeat(MAX_RAW_TAGS * 100)).len() <= MAX_RAW_TAGS);
    }
}
