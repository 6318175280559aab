use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::missing_section::facts_answer;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{Audience, StandardSection, State};
use crate::source::{Span, markdown_options, without_comments};

rule! {
    /// Finds headings of a published report with nothing below them.
    ///
    /// ## Why
    ///
    /// A heading promises an answer. Comments do not count, readers do not see them. Timeline,
    /// Impact and Preventive measures may be empty where the facts fill them: readers get the
    /// timeline entries, the impact windows or the actions. Internal sections may be empty.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// <!-- Ask the payments team. -->
    ///
    /// ## Resolution
    ///
    /// The queue was given more room.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:12:00
    /// text = "An alarm reports a full queue"
    /// audience = "public"
    /// ```
    ///
    /// ```markdown report
    /// ## Timeline
    ///
    /// ## Root cause
    ///
    /// ### The queue
    ///
    /// It was full.
    /// ```
    "empty-section", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if subject.incident.facts.state != State::Published {
        return;
    }
    let outline = subject.outline;
    let markdown = subject.report_file().parsable();
    let mut covered_to = 0;
    for (index, heading) in outline.headings.iter().enumerate() {
        let span = heading.span;
        let next = outline.headings[index + 1..].iter().find(|next| next.level <= heading.level);
        let end = next.map_or(markdown.len(), |next| next.span.start);
        let body = Span::new(span.end.min(end), end);
        if span.start < covered_to || has_prose(&markdown[body.range()]) {
            continue;
        }
        if may_be_empty(subject, Span::at(span.start)) {
            continue;
        }
        // One finding for a heading and the empty ones below it.
        covered_to = body.end;
        findings
            .in_report(span, format!("there is nothing under \"{}\"", heading.text.trim()))
            .help(help(subject, span));
    }
}

/// What to do about an empty section. Facts that nobody outside may see do not fill one.
fn help(subject: &Subject<'_>, heading: Span) -> String {
    let mut sections = subject.outline.sections.iter();
    let index =
        sections.position(|section| outline_start(subject, section.heading) == heading.start);
    let section = index.and_then(|index| subject.incident.report.sections.get(index));
    let facts = &subject.incident.facts;
    let hidden = match section.and_then(|section| section.standard) {
        Some(StandardSection::Timeline) if !facts.timeline.is_empty() => "timeline entries",
        Some(StandardSection::PreventiveMeasures) if !facts.actions.is_empty() => "actions",
        _ => return "write the section or remove its heading".to_owned(),
    };
    format!(
        "its {hidden} are all internal: give some `audience = \"public\"`, or write the section"
    )
}

/// Whether the section that a heading opens or stands in needs no prose of its own.
fn may_be_empty(subject: &Subject<'_>, heading: Span) -> bool {
    let sections = &subject.outline.sections;
    let behind = sections
        .partition_point(|section| outline_start(subject, section.heading) <= heading.start);
    let Some(index) = behind.checked_sub(1) else {
        return false;
    };
    let Some(section) = subject.incident.report.sections.get(index) else {
        return false;
    };
    let is_filled =
        section.standard.is_some_and(|standard| facts_answer(standard, &subject.incident.facts));
    section.audience == Audience::Internal
        || outline_start(subject, sections[index].heading) == heading.start
            && (is_filled || !subject.facts_are_whole)
}

/// Where a heading of the outline begins.
fn outline_start(subject: &Subject<'_>, heading: usize) -> usize {
    subject.outline.headings[heading].span.start
}

/// Whether readers see anything of a text but headings.
fn has_prose(markdown: &str) -> bool {
    if begins_with_words(markdown) {
        return true;
    }
    let mut in_heading = false;
    let mut html = String::new();
    for event in Parser::new_ext(markdown, markdown_options(markdown)) {
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::Image { .. }) | Event::FootnoteReference(_) => return true,
            Event::Text(text) | Event::Code(text) if !in_heading && !text.trim().is_empty() => {
                return true;
            }
            // A comment may have many lines, and each is an event.
            Event::Html(part) | Event::InlineHtml(part) => html.push_str(&part),
            _ => {}
        }
    }
    !without_comments(&html).trim().is_empty()
}

/// Whether a text plainly begins with words of a paragraph, a list or a table, as nearly all do:
/// with a letter, and no line that may make a heading of it (CommonMark 0.31.2, section 4.3).
fn begins_with_words(markdown: &str) -> bool {
    let text = markdown.trim_start_matches(['\n', '\r']);
    let end = memchr::memmem::find(text.as_bytes(), b"\n\n").unwrap_or(text.len());
    // Lines may end with it, too.
    if text[..end].contains('\r') {
        return false;
    }
    let mut lines = text[..end].lines();
    let begins = |line: &str| {
        let words = line.strip_prefix("- ").or_else(|| line.strip_prefix("| ")).unwrap_or(line);
        words.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let underlines = |line: &str| {
        let line = line.trim();
        let is_all = |sign| !line.is_empty() && line.bytes().all(|byte| byte == sign);
        is_all(b'=') || is_all(b'-')
    };
    lines.next().is_some_and(begins) && !lines.any(underlines)
}

#[cfg(test)]
mod tests {
    use super::{begins_with_words, has_prose};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_begins_with_words_has_prose(text in "(- |\\| )?[ab \n\r=#>|:\\-]{0,16}") {
            // Behind a line that is none, only the parser decides.
            let parsed = has_prose(&format!("[x]: y\n\n{text}"));
            prop_assert!(!begins_with_words(&text) || parsed, "{text:?}");
        }
    }
}
