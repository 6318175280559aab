use crate::check::rule::rule;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};
use crate::source::{Outline, Span};

rule! {
    /// Finds code blocks whose fence is never closed.
    ///
    /// ## Why
    ///
    /// Markdown closes it at the end of the text without a word: headings, sections and the
    /// rest of the report become part of the code.
    ///
    /// ## Fails
    ///
    /// ````markdown report
    /// ## Root cause
    ///
    /// ```text
    /// queue full
    ///
    /// ## Resolution
    ///
    /// The queue was given more room.
    /// ````
    ///
    /// ## Passes
    ///
    /// ````markdown report
    /// ## Root cause
    ///
    /// ```text
    /// queue full
    /// ```
    ///
    /// ## Resolution
    ///
    /// The queue was given more room.
    /// ````
    "unclosed-fence", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for text in markdown_texts(subject, findings) {
        if let Some(fence) = unclosed_fence(&text.text, text.outline) {
            let message = "the code block is never closed: all that follows is code";
            text.finding(findings, fence, message)
                .label("opened here")
                .help("close it with a line of as many backticks or tildes");
        }
    }
}

/// The opening line of a fenced block that reaches to the end of a text for want of a
/// closing one. A block that ends with the list or the quote around it takes nothing along.
fn unclosed_fence(markdown: &str, outline: &Outline) -> Option<Span> {
    let end = markdown.trim_end().len();
    outline.fenced_code.iter().find_map(|span| {
        let block = markdown[span.range()].trim_end();
        let opening = block.lines().next().unwrap_or_default();
        let reaches_end = span.start + block.len() == end;
        (reaches_end && !is_closed(block))
            .then(|| Span::new(span.start, span.start + opening.len()))
    })
}

/// Whether the last line of a fenced block closes it (CommonMark 0.31.2, section 4.5).
fn is_closed(block: &str) -> bool {
    let mut lines = block.lines();
    let opening = lines.next().unwrap_or_default().trim_start();
    let Some(mark @ ('`' | '~')) = opening.chars().next() else {
        return true;
    };
    let length = |line: &str| line.chars().take_while(|&character| character == mark).count();
    // In a list or a quote, lines begin with its marks.
    let last = lines.last().unwrap_or_default().trim_start_matches([' ', '\t', '>']);
    let closing = length(last);
    closing >= length(opening) && last[closing..].trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::unclosed_fence;
    use crate::source::Outline;

    #[test]
    fn finds_only_fences_that_swallow_the_rest() {
        let opened = |text| unclosed_fence(text, &Outline::of(text)).map(|span| span.start);
        assert_eq!(opened("```\ncode\n```\n"), None);
        assert_eq!(opened("text\n\n```\ncode\n"), Some(6));
        assert_eq!(opened("````\n```\n"), Some(0), "too short to close it");
        assert_eq!(opened("~~~\n```\n~~~~  \n\n"), None);
        assert_eq!(opened("```\r\ncode\r\n```\r\n"), None);
        assert_eq!(opened("> ```\n> code\n> ```\n"), None);
        assert_eq!(opened("> ```\n> code\n\ntext\n"), None);
        assert_eq!(opened("- item\n\n  ```\n  code\n  ```\n"), None);
        assert_eq!(opened("    indented"), None);
        assert_eq!(opened("```"), Some(0));
    }
}
