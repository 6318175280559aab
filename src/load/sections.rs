use crate::config::Config;
use crate::model::StandardSection;
use crate::source::{Outline, Span};

/// Where the sections of a report stand.
#[derive(Clone, Debug, Default)]
pub struct ReportLayout {
    /// Text before the first section's heading.
    pub preamble: Span,
    /// The sections, in order.
    pub sections: Vec<SectionPlace>,
}

/// Where one section stands.
#[derive(Clone, Copy, Debug)]
pub struct SectionPlace {
    /// Index of its heading in [`Outline::headings`].
    pub heading: usize,
    /// Which of the six it is, if it is one of them.
    pub standard: Option<StandardSection>,
    /// Its prose, from behind the heading to the next section.
    pub body: Span,
}

/// Splits a report at its `##` headings.
pub(super) fn layout(markdown: &str, outline: &Outline, config: &Config) -> ReportLayout {
    let starts: Vec<usize> = (0..outline.headings.len())
        .filter(|&index| outline.headings[index].level == 2)
        .collect();
    let first = starts
        .first()
        .map_or(markdown.len(), |&index| outline.headings[index].span.start);
    let sections = starts
        .iter()
        .enumerate()
        .map(|(position, &heading)| {
            let next = starts
                .get(position + 1)
                .map(|&index| outline.headings[index].span.start);
            let end = next.unwrap_or(markdown.len());
            let head = &outline.headings[heading];
            SectionPlace {
                heading,
                standard: standard(&head.text, config),
                body: Span::new(head.span.end.min(end), end),
            }
        })
        .collect();
    ReportLayout {
        preamble: Span::new(0, first),
        sections,
    }
}

/// The standard section that a heading stands for, by its usual name or a configured alias.
fn standard(heading: &str, config: &Config) -> Option<StandardSection> {
    let wanted = folded(heading);
    let by_name = StandardSection::ALL
        .iter()
        .find(|(key, name, _)| folded(name) == wanted || folded(key) == wanted)
        .map(|(_, _, section)| *section);
    by_name.or_else(|| {
        let alias = config
            .sections
            .iter()
            .find(|alias| folded(&alias.heading) == wanted)?;
        StandardSection::ALL
            .iter()
            .find(|(key, _, _)| *key == alias.section)
            .map(|(_, _, section)| *section)
    })
}

/// A heading without what people write differently: case, white space, hyphens.
fn folded(heading: &str) -> String {
    heading
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
