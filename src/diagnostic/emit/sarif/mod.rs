//! SARIF 2.1.0 (OASIS), within what GitHub takes (GitHub Docs, "SARIF support for code
//! scanning").

mod schema;
mod text;

use std::collections::HashMap;

use super::fingerprint::Fingerprints;
use super::{Indexes, Sources, inert};
use crate::diagnostic::{Finding, Level};
use crate::source::{LineIndex, Span};
use schema::{
    ArtifactChange, ArtifactLocation, BaseDescription, BaseIds, Configuration, Content, Document,
    Driver, Fingerprint, FixItem, Invocation, Location, Message, Notification, PhysicalLocation,
    Properties, Region, Related, Replacement, ReportingDescriptor, ResultItem, Run,
    TextAndMarkdown, Tool,
};
use text::{message, shortened, uri};

/// Results that GitHub takes of one run (GitHub Docs, "SARIF results file is too large").
const MOST_RESULTS: usize = 25_000;
/// Characters of a rule's short description that GitHub takes (`reportingDescriptor` object).
const MOST_DESCRIPTION: usize = 1024;
/// The root of the repository, by the name that GitHub knows it by.
const ROOT: &str = "%SRCROOT%";

/// What the log says about a rule.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// Its id.
    pub id: &'static str,
    /// Its family.
    pub family: &'static str,
    /// Its level by default.
    pub level: Level,
    /// What it does, in one sentence.
    pub summary: String,
    /// Its documentation as plain text.
    pub text: String,
    /// Its documentation as Markdown.
    pub markdown: String,
}

/// The findings as a SARIF log with one run. Where there are more than GitHub takes, errors
/// come first, and a notification counts what is left out.
#[must_use]
pub fn sarif(findings: &[Finding], sources: &Sources<'_>, rules: &[RuleText]) -> String {
    let ids: HashMap<&str, usize> =
        rules.iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
    let mut indexes = Indexes::new(sources);
    let mut fingerprints = Fingerprints::default();
    let results: Vec<ResultItem<'_>> = most(findings)
        .into_iter()
        .map(|finding| {
            let index = indexes.of(&finding.file);
            let fingerprint = fingerprints.of(finding, index.line_at(finding.span.start));
            ResultItem {
                rule_id: finding.rule,
                rule_index: ids.get(finding.rule).copied(),
                level: finding.level.name(),
                message: Message { text: message(&finding.message, finding.help.as_deref()) },
                locations: [Location {
                    physical_location: place(sources, index, &finding.file, finding.span),
                }],
                related_locations: related(finding, sources, &mut indexes),
                partial_fingerprints: Fingerprint { incident: fingerprint },
                fixes: fix(finding, sources, indexes.of(&finding.file)),
            }
        })
        .collect();
    let left_out = findings.len() - results.len();
    inert::to_json(&document(results, left_out, rules))
}

/// The findings that are told, in their own order.
fn most(findings: &[Finding]) -> Vec<&Finding> {
    if findings.len() <= MOST_RESULTS {
        return findings.iter().collect();
    }
    let mut ordered: Vec<_> = findings.iter().enumerate().collect();
    tiny_sort::stable::sort_by_key(&mut ordered, |(place, finding)| (finding.level, *place));
    ordered.truncate(MOST_RESULTS);
    tiny_sort::stable::sort_by_key(&mut ordered, |(place, _)| *place);
    ordered.into_iter().map(|(_, finding)| finding).collect()
}

fn document<'f>(
    results: Vec<ResultItem<'f>>,
    left_out: usize,
    rules: &'f [RuleText],
) -> Document<'f> {
    let notifications = (left_out > 0).then(|| {
        let text = format!("{left_out} more findings are left out; --format json has them all");
        Notification { level: "warning", message: Message { text } }
    });
    Document {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "incident",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.iter().map(descriptor).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications.into_iter().collect(),
            }],
            original_uri_base_ids: BaseIds {
                root: BaseDescription {
                    description: Message { text: "The root of the repository.".to_owned() },
                },
            },
            column_kind: "utf16CodeUnits",
            results,
        }],
    }
}

fn descriptor(rule: &RuleText) -> ReportingDescriptor<'_> {
    ReportingDescriptor {
        id: rule.id,
        short_description: Message { text: shortened(&rule.summary, MOST_DESCRIPTION) },
        help: TextAndMarkdown { text: &rule.text, markdown: &rule.markdown },
        default_configuration: Configuration { level: rule.level.name() },
        properties: Properties { tags: [rule.family], problem_severity: rule.level.name() },
    }
}

fn place(sources: &Sources<'_>, index: &LineIndex<'_>, file: &str, span: Span) -> PhysicalLocation {
    PhysicalLocation { artifact_location: location(sources, file), region: region(index, span) }
}

fn location(sources: &Sources<'_>, file: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri(&sources.in_repository(file)), uri_base_id: ROOT }
}

fn region(index: &LineIndex<'_>, span: Span) -> Region {
    let (start, end) = index.positions(span);
    Region {
        start_line: start.line,
        start_column: start.utf16,
        end_line: end.line,
        end_column: end.utf16,
    }
}

fn fix<'f>(finding: &'f Finding, sources: &Sources<'_>, index: &LineIndex<'_>) -> Vec<FixItem<'f>> {
    let Some(fix) = &finding.fix else { return Vec::new() };
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: region(index, edit.span),
        inserted_content: Content { text: &edit.text },
    });
    let change = ArtifactChange {
        artifact_location: location(sources, &finding.file),
        replacements: replacements.collect(),
    };
    let description = Message { text: message(&fix.title, None) };
    vec![FixItem { description, artifact_changes: [change] }]
}

fn related<'i>(
    finding: &'i Finding,
    sources: &Sources<'_>,
    indexes: &mut Indexes<'i, '_>,
) -> Vec<Related> {
    let numbered = finding.related.iter().zip(1..);
    numbered
        .map(|(related, id)| Related {
            id,
            physical_location: place(
                sources,
                indexes.of(&related.file),
                &related.file,
                related.span,
            ),
            message: Message { text: message(&related.label, None) },
        })
        .collect()
}
