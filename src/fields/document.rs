use toml::Spanned;
use toml::de::DeTable;

use super::{Sink, TOML_SYNTAX};
use crate::diagnostic::Finding;
use crate::source::Span;

/// Syntax faults reported per file: one slip can make a parser stumble over every line below.
const MAX_SYNTAX_FAULTS: usize = 10;

/// Parses TOML, keeping what is sound and reporting what is not.
pub fn parse<'d>(document: &'d str, sink: &Sink<'_>) -> Spanned<DeTable<'d>> {
    let (table, errors) = DeTable::parse_recoverable(document);
    let mut faults: Vec<(Span, &str)> = errors
        .iter()
        .map(|error| (error.span().unwrap_or_default().into(), error.message()))
        .collect();
    faults.sort_unstable();
    faults.dedup_by_key(|(span, _)| line_of(document, *span));
    for (span, message) in faults.into_iter().take(MAX_SYNTAX_FAULTS) {
        sink.report(
            Finding::error(TOML_SYNTAX, sink.file(), span, first_line(message))
                .help("https://toml.io/en/v1.0.0 describes the syntax"),
        );
    }
    table
}

fn line_of(document: &str, span: Span) -> usize {
    document[..span.start.min(document.len())].matches('\n').count()
}

/// The parser's message without its list of what it would have taken instead.
fn first_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}
