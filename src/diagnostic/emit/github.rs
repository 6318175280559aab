use std::fmt::Write as _;

use super::inert::one_line;
use super::{Counts, Indexes, Sources, concise};
use crate::diagnostic::Finding;
use crate::source::LineIndex;

/// The largest summary of a step, in bytes (GitHub Docs, "Workflow commands for GitHub
/// Actions", "Step isolation and limits").
const SUMMARY_BYTES: usize = 1024 * 1024;
/// What is kept of it for the line that counts the rest.
const RESERVE: usize = 256;

/// A workflow command a finding, which GitHub shows at the line of the pull request, and then
/// the concise text: of annotations GitHub shows ten errors and ten warnings a step (GitHub
/// Docs, "Workflow commands for GitHub Actions", "Setting an error message").
#[must_use]
pub fn github(findings: &[Finding], sources: &Sources<'_>) -> String {
    let mut indexes = Indexes::new(sources);
    let mut text = String::new();
    for finding in findings {
        let body = body(finding, &mut indexes);
        let place = place(finding, indexes.of(&finding.file));
        let file = property(&sources.in_repository(&finding.file));
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "::{} file={file},{place},title={}::{}",
            finding.level,
            property(finding.rule),
            data(&body)
        );
    }
    text + &concise(findings, sources)
}

/// Columns count within one line only (GitHub Docs, "REST API endpoints for check runs",
/// `start_column`).
fn place(finding: &Finding, index: &LineIndex<'_>) -> String {
    let (start, end) = index.positions(finding.span);
    let lines = format!("line={},endLine={}", start.line, end.line);
    if start.line == end.line {
        format!("{lines},col={},endColumn={}", start.column, end.column)
    } else {
        lines
    }
}

/// The message, the next step, and the places that explain it, a line each.
fn body<'i>(finding: &'i Finding, indexes: &mut Indexes<'i, '_>) -> String {
    let mut lines = vec![one_line(&finding.message)];
    lines.extend(finding.help.as_deref().map(|help| format!("help: {}", one_line(help))));
    for related in &finding.related {
        let place = indexes.of(&related.file).position(related.span.start);
        let (file, label) = (one_line(&related.file), one_line(&related.label));
        lines.push(format!("{file}:{}:{}: {label}", place.line, place.column));
    }
    lines.join("\n")
}

/// Escapes as `@actions/core` does in `escapeData`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes as `@actions/core` does in `escapeProperty`.
fn property(text: &str) -> String {
    data(&one_line(text)).replace(':', "%3A").replace(',', "%2C")
}

/// The findings as a Markdown table, for the file that `$GITHUB_STEP_SUMMARY` names; as many
/// as GitHub takes.
#[must_use]
pub fn github_summary(findings: &[Finding], sources: &Sources<'_>) -> String {
    let Counts { errors, warnings } = Counts::of(findings);
    if findings.is_empty() {
        return "### incident check\n\nNo faults found.\n\n".to_owned();
    }
    let mut text = format!(
        "### incident check\n\nErrors: {errors}, warnings: {warnings}\n\n| Level | Place | Rule | Message |\n| --- | --- | --- | --- |\n"
    );
    let mut indexes = Indexes::new(sources);
    for (shown, finding) in findings.iter().enumerate() {
        let place = indexes.of(&finding.file).position(finding.span.start);
        let file = cell(&finding.file);
        let message = cell(&finding.message);
        let row = format!(
            "| {} | {file}:{}:{} | {} | {message} |\n",
            finding.level, place.line, place.column, finding.rule
        );
        if text.len() + row.len() > SUMMARY_BYTES - RESERVE {
            let rest = findings.len() - shown;
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n… and {rest} more; the log of the step shows them all.");
            break;
        }
        text.push_str(&row);
    }
    text + "\n"
}

/// Text that Markdown takes for nothing but text: a backslash makes any ASCII punctuation a
/// plain character (CommonMark 0.31.2, section 2.4; GFM, section 4.10 for `|`).
fn cell(text: &str) -> String {
    let mut escaped = String::new();
    for character in one_line(text).chars() {
        if character.is_ascii_punctuation() && !"'\"(),-".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{github, github_summary};
    use crate::diagnostic::{Finding, emit::Sources};
    use crate::source::Span;

    #[test]
    fn escapes_what_commands_are_made_of() {
        let mut sources = Sources::default();
        sources.insert("a,b:c%.md", "x\ny🙂z\n");
        let finding =
            Finding::error("rule", "a,b:c%.md", Span::new(2, 7), "50%: a,b\r\n::error::x")
                .help("do, this")
                .related("a,b:c%.md", Span::new(0, 1), "here");
        let expected = "::error file=ws/a%2Cb%3Ac%25.md,line=2,endLine=2,col=1,endColumn=3,title=rule::50%25: a,b ::error::x%0Ahelp: do, this%0Aa,b:c%25.md:1:1: here\na,b:c%.md:2:1: error[rule] 50%: a,b ::error::x\n";
        assert_eq!(github(&[finding], &sources.below("ws/")), expected);
    }

    #[test]
    fn gives_no_columns_where_the_place_has_several_lines() {
        let mut sources = Sources::default();
        sources.insert("f", "a\nb\n");
        let text = github(&[Finding::error("rule", "f", Span::new(0, 3), "m")], &sources);
        assert!(text.starts_with("::error file=f,line=1,endLine=2,title=rule::m\n"), "{text}");
    }

    #[test]
    fn a_summary_has_no_markup_of_its_own_and_an_end() {
        let sources = Sources::default();
        let finding = Finding::error("rule", "f", Span::at(0), "<b>|[x](y)`@all` #1 www.x.y");
        let row = "| error | f:1:1 | rule | \\<b\\>\\|\\[x\\](y)\\`\\@all\\` \\#1 www\\.x\\.y |\n";
        let one = github_summary(std::slice::from_ref(&finding), &sources);
        assert!(one.contains(row), "{one}");
        let many = vec![finding; 20_000];
        let text = github_summary(&many, &sources);
        assert!(text.len() <= 1024 * 1024);
        let shown = text.matches("| error |").count();
        assert!(text.contains(&format!("… and {} more", 20_000 - shown)));
    }
}
