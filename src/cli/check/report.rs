use std::path::Path;

use super::fix::offer;
use crate::check::{self, Rule};
use crate::cli::Outcome;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::diagnostic::emit::{self, Counts, HumanOptions, RuleText, Sources};
use crate::diagnostic::{Finding, Level};
use crate::render::text::{self, LinkStyle, Links, Style, TextOptions};
use crate::{git, io};

/// Findings shown in the human format before the rest is only counted.
const MOST_SHOWN: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Source lines with the place marked
    Human,
    /// PATH:LINE:COLUMN: LEVEL[RULE] MESSAGE
    Concise,
    /// One JSON document
    Json,
    /// Workflow commands of GitHub Actions, then the concise text
    Github,
    /// A report for GitLab's Code Quality
    Gitlab,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// JUnit XML, a test suite a file
    Junit,
}

impl Format {
    /// Whether programs read it, which have no use for a sentence beside it.
    const fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Gitlab | Self::Sarif | Self::Junit)
    }
}

/// What a run found.
pub(super) struct Report<'r> {
    pub(super) findings: &'r [Finding],
    pub(super) incidents: usize,
    /// Ids of incidents whose facts cannot all be read.
    pub(super) uncompared: &'r [String],
    pub(super) deny_warnings: bool,
}

impl Report<'_> {
    /// Prints the findings, and what they come to.
    pub(super) fn print(
        &self,
        format: Format,
        sources: Sources<'_>,
        root: &Path,
        context: &Context,
    ) -> Result<(), CommandError> {
        let sources = sources.below(&git::place_in_repository(root).unwrap_or_default());
        io::print(self.text(format, &sources, context).as_bytes())?;
        if format == Format::Github
            && let Some(path) = &context.step_summary
        {
            let summary = emit::github_summary(self.findings, &sources);
            io::append(path, summary.as_bytes()).map_err(|error| {
                CommandError::new(format!("the summary {} cannot be written", path.display()))
                    .because(error)
                    .hint("GITHUB_STEP_SUMMARY names the file; unset it to do without")
            })?;
        }
        if !format.is_document() {
            context.say(&summary(self.findings, self.incidents));
            if let Some(unseen) = unseen(self.uncompared) {
                context.say(&unseen);
            }
            if let Some(offer) = offer(self.findings) {
                context.say(&offer);
            }
        }
        Ok(())
    }

    fn text(&self, format: Format, sources: &Sources<'_>, context: &Context) -> String {
        let Context { color, width, .. } = *context;
        let fails = if self.deny_warnings { Level::Warning } else { Level::Error };
        match format {
            Format::Human => {
                let options = HumanOptions { color, width, most: MOST_SHOWN };
                emit::human(self.findings, sources, options)
            }
            Format::Concise => emit::concise(self.findings, sources),
            Format::Json => emit::json(self.findings, sources),
            Format::Github => emit::github(self.findings, sources),
            Format::Gitlab => emit::gitlab(self.findings, sources),
            Format::Sarif => {
                let rules: Vec<RuleText> = check::all().map(rule_text).collect();
                emit::sarif(self.findings, sources, &rules)
            }
            Format::Junit => emit::junit(self.findings, sources, fails),
        }
    }
}

fn rule_text(rule: &Rule) -> RuleText {
    let markdown = rule.documentation();
    let options = TextOptions { width: 80, links: LinkStyle::Inline, style: Style::PLAIN };
    RuleText {
        id: rule.id,
        family: rule.family.name(),
        level: rule.level,
        summary: rule.summary(),
        text: text::render(&markdown, &options, &mut Links::new()),
        markdown,
    }
}

/// What the findings mean for the exit code.
pub(in crate::cli) fn outcome(findings: &[Finding], deny_warnings: bool) -> Outcome {
    let counts = Counts::of(findings);
    if counts.errors > 0 || (deny_warnings && counts.warnings > 0) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// That more may be found once faults are mended.
fn unseen(uncompared: &[String]) -> Option<String> {
    let whose = match uncompared {
        [] => return None,
        [only] => format!("the facts of {only}"),
        several => format!("the facts of {} incidents", several.len()),
    };
    Some(format!(
        "There may be more: {whose} cannot all be read, so reports were not compared with them."
    ))
}

/// "2 errors and 1 warning in 11 incidents".
pub(in crate::cli) fn summary(findings: &[Finding], incidents: usize) -> String {
    let Counts { errors, warnings } = Counts::of(findings);
    let incidents = counted(incidents, "incident");
    match (errors, warnings) {
        (0, 0) => format!("No faults found in {incidents}."),
        (errors, 0) => format!("{} in {incidents}.", counted(errors, "error")),
        (0, warnings) => format!("{} in {incidents}.", counted(warnings, "warning")),
        (errors, warnings) => format!(
            "{} and {} in {incidents}.",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}

pub(in crate::cli) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
