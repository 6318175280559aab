use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::{Span, comments_within, markdown_options};

/// Markdown without what no reader sees of it: comments, and definitions of links that nothing
/// refers to. What it shows stays the same.
#[must_use]
pub fn without_unshown(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains("<!--") && !markdown.contains("]:") {
        return Cow::Borrowed(markdown);
    }
    without(markdown, cuts(markdown))
}

/// Markdown of a single line, in which no links are defined, without comments.
#[must_use]
pub fn line_without_comments(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains("<!--") {
        return Cow::Borrowed(markdown);
    }
    let mut cuts = cuts(markdown);
    cuts.retain(|cut| markdown[cut.range.clone()].starts_with("<!--"));
    without(markdown, cuts)
}

fn without(markdown: &str, cuts: Vec<Cut>) -> Cow<'_, str> {
    let cuts = joined(markdown, cuts);
    if cuts.is_empty() {
        return Cow::Borrowed(markdown);
    }
    let mut shown = String::with_capacity(markdown.len());
    let mut from = 0;
    for cut in cuts {
        let (range, instead) = cut.widened(markdown);
        let start = range.start.max(from);
        shown.push_str(&markdown[from..start]);
        shown.push_str(instead);
        from = range.end.max(start);
    }
    shown.push_str(&markdown[from..]);
    Cow::Owned(shown)
}

/// What has to go.
struct Cut {
    range: Range<usize>,
    /// Whether it is a part of other HTML, which a blank line could end.
    in_html: bool,
}

fn cuts(markdown: &str) -> Vec<Cut> {
    let parser = Parser::new_ext(markdown, markdown_options(markdown));
    let mut definitions: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label.to_lowercase(), definition.span.clone()))
        .collect();
    let (mut cuts, mut used, mut gaps) = (Vec::new(), HashSet::new(), Vec::new());
    let (mut depth, mut covered) = (0_usize, 0);
    for (event, range) in parser.into_offset_iter() {
        if depth == 0 && range.start >= covered {
            gaps.push(covered..range.start);
            covered = range.end;
        }
        match event {
            Event::Start(tag) => {
                depth += 1;
                match tag {
                    Tag::HtmlBlock => cuts.extend(comments(markdown, range)),
                    Tag::Link { id, .. } | Tag::Image { id, .. } => {
                        used.insert(id.to_lowercase());
                    }
                    _ => {}
                }
            }
            Event::End(_) => depth -= 1,
            Event::InlineHtml(html) if html.starts_with("<!--") => {
                cuts.push(Cut { range, in_html: false });
            }
            _ => {}
        }
    }
    gaps.push(covered..markdown.len());
    definitions.sort_by_key(|(_, span)| span.start);
    let (kept, unused): (Vec<_>, Vec<_>) =
        definitions.into_iter().partition(|(label, _)| used.contains(label));
    // Second definitions of a label are named nowhere, and lie between blocks as first ones do.
    let mut kept = kept.into_iter().map(|(_, span)| span).peekable();
    let mut ranges: Vec<Range<usize>> = unused.into_iter().map(|(_, span)| span).collect();
    for gap in gaps {
        let mut from = gap.start;
        while let Some(span) = kept.next_if(|span| span.start < gap.end) {
            if span.start >= from {
                ranges.push(from..span.start);
                from = span.end;
            }
        }
        ranges.push(from..gap.end.max(from));
    }
    let cut = |range: Range<usize>| {
        let text = &markdown[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let range = start..start + text.trim().len();
        (!range.is_empty()).then_some(Cut { range, in_html: false })
    };
    cuts.extend(ranges.into_iter().filter_map(cut));
    cuts
}

/// The comments of an HTML block; one that is never closed ends with the block.
fn comments(markdown: &str, block: Range<usize>) -> Vec<Cut> {
    let html = &markdown[block.clone()];
    let in_html = !html.trim_start().starts_with("<!--");
    let last = block.start + html.trim_end().len();
    let cut = |comment: Span| Cut { range: comment.start..comment.end.min(last), in_html };
    comments_within(markdown, block.into()).into_iter().map(cut).collect()
}

/// In order, those with nothing but white space between them made one.
fn joined(markdown: &str, mut cuts: Vec<Cut>) -> Vec<Cut> {
    cuts.sort_by_key(|cut| (cut.range.start, cut.range.end));
    let mut joined: Vec<Cut> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        match joined.last_mut() {
            Some(last)
                if cut.range.start <= last.range.end
                    || markdown[last.range.end..cut.range.start].trim().is_empty() =>
            {
                last.range.end = last.range.end.max(cut.range.end);
                last.in_html |= cut.in_html;
            }
            _ => joined.push(cut),
        }
    }
    joined
}

impl Cut {
    /// What goes with it, and what comes in its place, so that its neighbours stay what they are.
    fn widened(&self, markdown: &str) -> (Range<usize>, &'static str) {
        let Range { start, end } = self.range;
        let line_start = markdown[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let next_line = markdown[end..].find('\n').map_or(markdown.len(), |at| end + at + 1);
        let is_alone = markdown[line_start..start].trim().is_empty()
            && markdown[end..next_line].trim().is_empty();
        if !is_alone {
            let sign = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_punctuation);
            let bytes = markdown.as_bytes();
            let joins =
                sign(start.checked_sub(1).and_then(|at| bytes.get(at))) && sign(bytes.get(end));
            return (start..end, if joins { " " } else { "" });
        }
        let before = markdown[..line_start].trim_end_matches('\n').len();
        let is_first = markdown[..line_start].trim().is_empty();
        let is_after_blank = is_first || before + 1 < line_start;
        let next = markdown[next_line..].lines().next().unwrap_or_default();
        if is_after_blank && next.trim().is_empty() {
            let behind =
                markdown[next_line..].find('\n').map_or(markdown.len(), |at| next_line + at + 1);
            (line_start..behind, "")
        } else if is_after_blank || self.in_html || ends_paragraph(next) {
            (line_start..next_line, "")
        } else {
            (start..end, "")
        }
    }
}

/// Whether a line is blank, or begins a block that is not taken for more of the paragraph above it.
fn ends_paragraph(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty()
        || ["- ", "* ", "+ ", "#", ">", "```", "~~~"].iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use pulldown_cmark::{Event, Parser, html};

    use super::without_unshown;
    use crate::source::markdown_options;

    #[test]
    fn what_no_reader_sees_goes() {
        for (markdown, expected) in [
            ("<!-- a -->\n\nText.\n", "Text.\n"),
            ("One.\n\n<!-- a\nb -->\n\nTwo.\n", "One.\n\nTwo.\n"),
            ("One. <!-- a --> Two.", "One.  Two."),
            ("One.\n<!-- a -->\nTwo.\n", "One.\n\nTwo.\n"),
            ("- a\n  <!-- c -->\n- b\n", "- a\n- b\n"),
            ("> a\n> <!-- c -->\n> b\n", "> a\n> \n> b\n"),
            ("<div>\n<!-- a -->\n</div>\n", "<div>\n</div>\n"),
            ("!<!-- a -->[b](c)", "! [b](c)"),
            ("Text.\n\n<!-- never closed\nsecret", "Text.\n\n"),
            ("<!-- a -->\n<!-- b -->\n# C\n", "# C\n"),
            ("Text.\n\n[a]: b\n[c]: d\n", "Text.\n\n"),
            ("See [c].\n\n[a]: b\n[c]: d\n[e]: f\n[c]: g\n", "See [c].\n\n[c]: d\n"),
            ("[//]: # (one)\n\nText.\n\n[//]: # (two)\n", "Text.\n\n"),
            ("> [a]: b\n> Text.\n", "> \n> Text.\n"),
        ] {
            assert_eq!(without_unshown(markdown), expected, "{markdown:?}");
        }
    }

    #[test]
    fn what_they_see_stays() {
        for markdown in [
            "Text.",
            "`<!-- a -->` and \\<!-- b -->\n\n    <!-- c -->\n\n```\n<!-- d -->\n[a]: b\n```\n",
            "[a] and ![b][] and [c][D].\n\n[a]: x\n[B]: y\n[d]: z\n",
            "A[^1].\n\n[^1]: Note.\n",
            "| [a]: b |\n| --- |\n| c |\n",
        ] {
            assert!(matches!(without_unshown(markdown), Cow::Borrowed(_)), "{markdown:?}");
        }
    }

    /// The HTML without comments, by words.
    fn shown(markdown: &str) -> Vec<String> {
        let is_comment = |event: &Event<'_>| match event {
            Event::Html(html) | Event::InlineHtml(html) => html.trim_start().starts_with("<!--"),
            _ => false,
        };
        let mut text = String::new();
        let events = Parser::new_ext(markdown, markdown_options(markdown));
        html::push_html(&mut text, events.filter(|event| !is_comment(event)));
        text.split_whitespace().map(str::to_owned).collect()
    }

    proptest::proptest! {
        #[test]
        fn it_looks_the_same(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "a", "b c", "\n", "\n\n", "<!-- x -->", "# h", "[l]", "[l]: u", "[m]: v", "- ",
                ]),
                0..12,
            ),
        ) {
            let markdown = parts.concat();
            let without = without_unshown(&markdown);
            proptest::prop_assert!(!without.contains("<!--") || markdown.contains("`"), "{without:?}");
            // A list that a comment parted may be one or loose: its words stay.
            let words = |text: &str| shown(text).join(" ").replace("<p>", "").replace("</p>", "").split_whitespace().collect::<String>();
            if !markdown.contains("- ") {
                proptest::prop_assert_eq!(words(&without), words(&markdown), "{:?} {:?}", markdown, without);
            }
        }
    }
}
