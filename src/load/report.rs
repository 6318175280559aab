use super::definitions::Definitions;
use super::rules::{LOST_TEXT, SECTION_AUDIENCE};
use super::sections::standard;
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::fields::closest;
use crate::model::{Audience, Report, Section};
use crate::source::{Definition, Heading, MAX_BYTES, Outline, SourceFile, Span, without_comments};

/// Makes the report's sections, each able to stand alone.
pub(super) fn read(
    file: &SourceFile,
    markdown: &str,
    outline: &Outline,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Report {
    let headings: Vec<&Heading> =
        outline.sections.iter().map(|section| &outline.headings[section.heading]).collect();
    let kinds: Vec<_> = headings.iter().map(|heading| standard(&heading.text, config)).collect();
    let audiences: Vec<Audience> = headings
        .iter()
        .zip(&kinds)
        .map(|(heading, kind)| audience(file, heading, kind.is_some(), findings))
        .collect();
    let definitions = Definitions::new(markdown, outline);
    let parts = Parts { file, markdown, outline, audiences: &audiences, definitions };
    let mut room = Some(MAX_BYTES);
    let sections = (0..headings.len())
        .map(|index| Section {
            standard: kinds[index],
            heading: headings[index].text.trim().to_owned(),
            audience: audiences[index],
            body: parts.body(index, &mut room, findings),
        })
        .collect();
    preamble(&parts, findings);
    Report { sections }
}

/// What the heading's `{.class}` says; standard sections are public, others internal.
fn audience(
    file: &SourceFile,
    heading: &Heading,
    is_standard: bool,
    findings: &mut Vec<Finding>,
) -> Audience {
    let default = if is_standard { Audience::Public } else { Audience::Internal };
    let mut narrowest = None;
    for class in &heading.classes {
        let named = Audience::ALL.iter().find(|(name, _)| name == class).map(|(_, found)| *found);
        if named.is_none() {
            let help = match closest(class, Audience::ALL.map(|(name, _)| name)) {
                Some(name) => {
                    format!("did you mean {{.{name}}}? until then the section is internal")
                }
                None => "it is one of {.public}, {.customers} or {.internal}".to_owned(),
            };
            let message = format!("`.{class}` is no audience");
            findings.push(
                Finding::error(SECTION_AUDIENCE, &file.path, line(heading.span, file), message)
                    .help(help),
            );
        }
        narrowest = narrowest.max(Some(named.unwrap_or(Audience::Internal)));
    }
    narrowest.unwrap_or(default)
}

/// The heading without its line end.
fn line(span: Span, file: &SourceFile) -> Span {
    let text = file.slice(span);
    Span::new(span.start, span.start + text.trim_end().len())
}

/// Of headings there, `heading-level` tells that they are of the wrong level.
fn preamble(parts: &Parts<'_>, findings: &mut Vec<Finding>) {
    let mut texts = parts.before_sections().into_iter();
    let lost = texts.find(|(_, text)| !without_comments(text).trim().is_empty());
    let Some((start, text)) = lost else { return };
    let start = start + (text.len() - text.trim_start().len());
    findings.push(
        Finding::error(
            LOST_TEXT,
            &parts.file.path,
            Span::new(start, start + text.trim().lines().next().unwrap_or_default().len()),
            "text before the first section is shown to nobody",
        )
        .help("put it under a `##` heading"),
    );
}

struct Parts<'p> {
    file: &'p SourceFile,
    markdown: &'p str,
    outline: &'p Outline,
    audiences: &'p [Audience],
    definitions: Definitions<'p>,
}

impl Parts<'_> {
    /// The texts before the first section, between headings that open none, and where they begin.
    fn before_sections(&self) -> Vec<(usize, &str)> {
        let end = self.outline.preamble.end;
        let headings = self.outline.headings.iter().map(|heading| heading.span);
        let headings: Vec<Span> = headings.take_while(|span| span.end <= end).collect();
        let starts = std::iter::once(0).chain(headings.iter().map(|span| span.end));
        let ends = headings.iter().map(|span| span.start).chain([end]);
        let text = |(start, end)| Some((start, self.markdown.get(start..end)?));
        starts.zip(ends).filter_map(text).collect()
    }

    /// A section's prose with the link and footnote definitions it uses, wherever in the
    /// report they stand, and without those that only others use. `room` is left, in bytes, for
    /// definitions that are copied, until there is none: a long one that many sections use
    /// would fill the memory.
    fn body(&self, index: usize, room: &mut Option<usize>, findings: &mut Vec<Finding>) -> String {
        let body = self.outline.sections[index].body;
        let mut text = String::with_capacity(body.end - body.start);
        let mut from = body.start;
        for note in self.definitions.unused_notes(index) {
            if note.span.start >= from {
                text.push_str(&self.markdown[from..note.span.start]);
                from = note.span.end;
            }
        }
        text.push_str(&self.markdown[from..body.end]);
        for definition in self.borrowed(index, findings) {
            let copied = self.markdown[definition.span.range()].trim_end();
            let Some(left) = *room else { break };
            *room = left.checked_sub(copied.len());
            if room.is_none() {
                findings.push(self.too_much(index, definition));
                break;
            }
            text.push_str("\n\n");
            text.push_str(copied);
        }
        text.trim_matches(['\r', '\n']).trim_end().to_owned()
    }

    /// Definitions that a section uses and another one holds. A definition in a narrower
    /// section stays there: nothing internal gets out through a footnote.
    fn borrowed(&self, index: usize, findings: &mut Vec<Finding>) -> Vec<&Definition> {
        let mut borrowed = Vec::new();
        for definition in self.definitions.used_from_elsewhere(index) {
            let home = self.outline.section_at(definition.span);
            let home_audience = home.map_or(Audience::Internal, |home| self.audiences[home]);
            if home_audience <= self.audiences[index] {
                borrowed.push(definition);
            } else {
                findings.push(self.narrower(index, definition));
            }
        }
        borrowed
    }

    fn too_much(&self, index: usize, definition: &Definition) -> Finding {
        let heading = &self.outline.headings[self.outline.sections[index].heading];
        let limit = MAX_BYTES / (1024 * 1024);
        let message = format!(
            "definitions that other sections use come to more than {limit} MiB, counted once for \
             each section"
        );
        Finding::error(LOST_TEXT, &self.file.path, line(heading.span, self.file), message)
            .help("say it in one section, and refer to that")
            .related(&self.file.path, line(definition.span, self.file), "the definition")
    }

    fn narrower(&self, index: usize, definition: &Definition) -> Finding {
        let heading = &self.outline.headings[self.outline.sections[index].heading];
        let message = format!(
            "\"{}\" refers to `{}`, which is defined where fewer people may read",
            heading.text.trim(),
            definition.label
        );
        Finding::error(LOST_TEXT, &self.file.path, line(definition.span, self.file), message)
            .help("move the definition into the section that uses it")
            .related(&self.file.path, line(heading.span, self.file), "used in this section")
    }
}
