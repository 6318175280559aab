//! `report.md`: its outline has places that exist, and its sections stand alone.

use ::incident::source::Span;

/// Reads it and looks at it as each audience.
pub fn check(data: &[u8]) {
    let config = super::config();
    let loaded = super::load(super::FACTS.as_bytes(), data, config);
    super::are_sound(&loaded.findings, &[&loaded.source.facts, &loaded.source.report]);
    let outline = &loaded.outline;
    let text = &loaded.source.report.file.text;
    let spans = outline.headings.iter().map(|heading| heading.span);
    let spans = spans.chain(outline.references.iter().map(|reference| reference.span));
    let spans = spans.chain(outline.sections.iter().map(|section| section.body));
    let spans = spans.chain(outline.html.iter().copied()).chain([outline.preamble]);
    for Span { start, end } in spans {
        assert!(text.get(start..end).is_some(), "{start}..{end} of {}", text.len());
    }
    super::views(&loaded, config).iter().for_each(super::is_clean);
}
