use super::{Loss, body};
use crate::model::Audience;
use crate::source::Outline;

/// A heading for what stands before the first one.
const FIRST: &str = "Summary";
/// The same where the text has a section of that name.
const INTRODUCTION: &str = "Introduction";

/// A post-mortem as sections under `##` headings; nothing of an empty one.
///
/// Its highest headings become sections, with those below them. Classes of headings go: what a
/// section is called decides who may see it, and what has another name is internal until somebody
/// here says otherwise.
pub(super) fn sections(text: &str, losses: &mut Vec<Loss>) -> Option<String> {
    let markdown = body::markdown(text, losses);
    if markdown.trim().is_empty() {
        return None;
    }
    let outline = Outline::of(&markdown);
    let highest = outline.headings.iter().map(|heading| heading.level).min();
    let mut report = String::with_capacity(markdown.len() + 16);
    let mut from = 0;
    if outline.headings.first().is_none_or(|first| {
        let before = &markdown[..first.span.start];
        !before.trim().is_empty()
    }) {
        let is_taken = |text: &str| text.trim().eq_ignore_ascii_case(FIRST);
        let is_taken = outline.headings.iter().any(|heading| is_taken(&heading.text));
        report.push_str(&format!("## {}\n\n", if is_taken { INTRODUCTION } else { FIRST }));
    }
    for heading in &outline.headings {
        report.push_str(&markdown[from..heading.span.start]);
        let level = usize::from(2 + heading.level - highest.unwrap_or(heading.level)).min(6);
        let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
        report.push_str(&format!("{} {}\n\n", "#".repeat(level), escaped(&text)));
        let rest = &markdown[heading.span.end..];
        from = markdown.len() - rest.trim_start_matches('\n').len();
    }
    report.push_str(&markdown[from..]);
    Some(report.trim_end().to_owned() + "\n")
}

/// The same sections with an audience behind each heading, the standard ones included; nothing where
/// that cannot be said, for some texts are read [without attributes](crate::source::markdown_options).
#[must_use]
pub fn sections_for(audience: Audience, report: &str) -> Option<String> {
    let headings_of = |outline: &Outline| -> Vec<_> {
        let sections = outline.sections.iter();
        sections.map(|section| outline.headings[section.heading].clone()).collect()
    };
    let mut narrowed = String::with_capacity(report.len() + 128);
    let mut from = 0;
    for heading in headings_of(&Outline::of(report)) {
        let line = report[..heading.span.end].trim_end();
        narrowed.push_str(&format!("{} {{.{}}}", &report[from..line.len()], audience.name()));
        from = line.len();
    }
    narrowed.push_str(&report[from..]);
    let outline = Outline::of(&narrowed);
    let is_lost = !narrowed[outline.preamble.range()].trim().is_empty();
    let is_narrow = headings_of(&outline).iter().all(|one| one.classes == [audience.name()]);
    (is_narrow && !is_lost).then_some(narrowed)
}

/// A heading's text without what Markdown could read in it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '{' | '}' | '#' | '~') {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sections_for;
    use crate::model::Audience;
    use crate::source::Outline;

    fn sections(text: &str) -> Option<String> {
        super::sections(text, &mut Vec::new())
    }

    #[test]
    fn the_highest_headings_become_sections() {
        let text =
            "It broke.\n\n#### **What happened**\n\nA fan.\n\n##### When\n\nAt ten.\n\n#### Next\n";
        assert_eq!(
            sections(text).unwrap(),
            "## Summary\n\nIt broke.\n\n## What happened\n\nA fan.\n\n### When\n\nAt ten.\n\n## Next\n"
        );
        assert_eq!(sections("Sorry.").unwrap(), "## Summary\n\nSorry.\n");
        assert_eq!(sections(" \n"), None);
        let text = "So:\n\n# Summary\n\nA fan.";
        assert_eq!(sections(text).unwrap(), "## Introduction\n\nSo:\n\n## Summary\n\nA fan.\n");
        assert_eq!(sections("Cause\n=====\n\nA fan.").unwrap(), "## Cause\n\nA fan.\n");
    }

    #[test]
    fn no_heading_says_who_may_see_it() {
        for text in ["## Notes {.public}\n\nx", "<h2>Notes {.public}</h2><p>x</p>"] {
            let report = sections(text).unwrap();
            let outline = Outline::of(&report);
            assert!(outline.headings.iter().all(|heading| heading.classes.is_empty()), "{report}");
        }
    }

    #[test]
    fn each_section_can_be_for_some() {
        let report = sections("It broke.\n\n# Root cause\n\n## When {.public}\n\nAt ten.").unwrap();
        assert_eq!(
            sections_for(Audience::Internal, &report).unwrap(),
            "## Summary {.internal}\n\nIt broke.\n\n## Root cause {.internal}\n\n### When\n\n\
             At ten.\n"
        );
        // Of such a text, no attribute is read: the classes would be words.
        let report = sections("Secret.\n\n- [ ] \\\n").unwrap();
        assert_eq!(sections_for(Audience::Internal, &report), None);
    }

    proptest! {
        #[test]
        fn no_section_is_for_more(
            text in "([#=<>\\[\\]{}.`*~ \\\\a-]{0,6}(## |<h2>|</h2>|\\{\\.public\\}|- \\[ \\]|\n|\n\n)){0,8}",
        ) {
            let narrowed = sections(&text).and_then(|report| sections_for(Audience::Internal, &report));
            let Some(narrowed) = narrowed else { return Ok(()) };
            let outline = Outline::of(&narrowed);
            for section in &outline.sections {
                prop_assert_eq!(&outline.headings[section.heading].classes, &["internal"]);
            }
            prop_assert!(!outline.sections.is_empty());
        }
    }
}
