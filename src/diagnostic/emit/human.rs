use std::borrow::Cow;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Mark, Renderer, Snippet};

use super::Sources;
use super::inert::one_line;
use crate::diagnostic::{Finding, Level};
use crate::source::{Span, without_commands};

/// How findings are shown to people.
#[derive(Clone, Copy, Debug)]
pub struct HumanOptions {
    /// Whether to use ANSI colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Findings shown before the rest is only counted.
    pub most: usize,
}

/// Each finding with its source lines, as compilers show them.
#[must_use]
pub fn human(findings: &[Finding], sources: &Sources<'_>, options: HumanOptions) -> String {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() }
        .decor_style(DecorStyle::Ascii)
        .term_width(options.width);
    let mut text = String::new();
    for finding in findings.iter().take(options.most) {
        text.push_str(&one(finding, sources, &renderer));
        text.push_str("\n\n");
    }
    if findings.len() > options.most {
        let rest = findings.len() - options.most;
        text.push_str(&format!(
            "… and {rest} more findings; --format concise or json shows them all\n\n"
        ));
    }
    // Source lines are in it as they are.
    without_commands(&text).into_owned()
}

/// A place to mark in a file.
struct Place<'m> {
    span: Span,
    label: Option<&'m str>,
    kind: AnnotationKind,
}

fn one(finding: &Finding, sources: &Sources<'_>, renderer: &Renderer) -> String {
    let mark = match finding.level {
        Level::Error => Mark::ERROR,
        Level::Warning => Mark::WARNING,
    };
    let mut files: Vec<&str> = vec![&finding.file];
    for related in &finding.related {
        if !files.contains(&related.file.as_str()) {
            files.push(&related.file);
        }
    }
    let mut group = mark
        .primary_title(one_line(&finding.message))
        .id(finding.rule)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    for file in files {
        group = group.element(snippet(file, marks(finding, file), sources.text(file)));
    }
    let mut groups = vec![group];
    if let Some(help) = &finding.help {
        groups.push(Group::with_title(Mark::HELP.secondary_title(one_line(help))));
    }
    renderer.render(&groups)
}

fn marks<'f>(finding: &'f Finding, file: &str) -> Vec<Place<'f>> {
    let mut marks = Vec::new();
    if finding.file == file {
        marks.push(Place {
            span: finding.span,
            label: finding.label.as_deref(),
            kind: AnnotationKind::Primary,
        });
    }
    for related in finding.related.iter().filter(|related| related.file == file) {
        marks.push(Place {
            span: related.span,
            label: Some(&related.label),
            kind: AnnotationKind::Context,
        });
    }
    marks
}

/// The lines that the marks touch; the renderer folds what lies between them.
fn snippet<'a>(
    file: &'a str,
    marks: Vec<Place<'_>>,
    text: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let first = marks.iter().map(|mark| mark.span.start).min().unwrap_or(0).min(text.len());
    let last = marks.iter().map(|mark| mark.span.end).max().unwrap_or(0).min(text.len());
    let start = text[..floor(text, first)].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[floor(text, last)..]
        .find('\n')
        .map_or(text.len(), |newline| floor(text, last) + newline);
    let line = text[..start].matches('\n').count() + 1;
    let shown = &text[start..end];
    let annotations = marks.into_iter().map(|mark| {
        let from = floor(text, mark.span.start).saturating_sub(start).min(shown.len());
        let to = floor(text, mark.span.end).saturating_sub(start).min(shown.len());
        mark.kind.span(from..to.max(from)).label(mark.label.map(one_line))
    });
    Snippet::source(without_c1(shown))
        .line_start(line)
        .path(one_line(file))
        .annotations(annotations)
}

/// The text with a dot for each C1 control, which is as long: the renderer shows signs for all
/// other characters that act, and these as they are.
fn without_c1(text: &str) -> Cow<'_, str> {
    let is_c1 = |character| ('\u{80}'..='\u{9f}').contains(&character);
    if text.contains(is_c1) { text.replace(is_c1, "\u{b7}").into() } else { text.into() }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}
