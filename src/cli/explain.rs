use clap_complete::engine::ArgValueCompleter;

use super::context::Context;
use super::error::CommandError;
use super::{Outcome, complete};
use crate::check::{self, Family, Rule};
use crate::fields::closest;
use crate::io;
use crate::render::text::{self, LinkStyle, Links, Style, TextOptions};

/// Columns that prose is set in, however wide the terminal is.
const MEASURE: usize = 80;

/// Say why a rule exists, what fails and what passes
///
/// Without a rule, all of them are listed by family.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule's id, as shown in findings
    #[arg(add = ArgValueCompleter::new(complete::rules))]
    rule: Option<String>,

    /// Print Markdown; without a rule, the whole reference
    #[arg(long)]
    markdown: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let markdown = match &args.rule {
        Some(id) => explanation(check::find(id).ok_or_else(|| unknown(id))?),
        None if args.markdown => reference(),
        None => list(),
    };
    if args.markdown {
        io::print(markdown.as_bytes())?;
        return Ok(Outcome::Clean);
    }
    let options = TextOptions {
        width: context.width.min(MEASURE),
        links: LinkStyle::Inline,
        style: if context.color { Style::TERMINAL } else { Style::PLAIN },
    };
    let shown = text::render(&markdown, &options, &mut Links::new());
    io::print(format!("{shown}\n").as_bytes())?;
    Ok(Outcome::Clean)
}

fn unknown(id: &str) -> CommandError {
    let error = CommandError::new(format!("no rule is called \"{id}\""));
    match closest(id, check::all().map(|rule| rule.id)) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error.hint("`incident explain` lists the rules"),
    }
}

fn explanation(rule: &Rule) -> String {
    format!(
        "# {}\n\n{} · {} by default\n\n{}\n",
        rule.id,
        rule.family.name(),
        rule.level,
        rule.documentation()
    )
}

/// `docs/rules.md`.
fn reference() -> String {
    let mut markdown = String::from(
        "# Rules\n\nThis page is made by `incident explain --markdown`; a rule's text stands in \
         its own file below\n`src/check/rules/`. `incident explain RULE` shows one of them in the \
         terminal.\n",
    );
    for (name, family) in Family::ALL {
        markdown.push_str(&format!("\n## {name}\n"));
        for rule in check::all().filter(|rule| rule.family == family) {
            let text = rule.documentation().replace("\n## ", "\n#### ");
            markdown
                .push_str(&format!("\n### {}\n\n*{} by default*\n\n{text}\n", rule.id, rule.level));
        }
    }
    markdown
}

fn list() -> String {
    let mut markdown = String::new();
    for (name, family) in Family::ALL {
        markdown.push_str(&format!("## {name}\n\n"));
        for rule in check::all().filter(|rule| rule.family == family) {
            markdown.push_str(&format!("- `{}` ({}): {}\n", rule.id, rule.level, rule.summary()));
        }
        markdown.push('\n');
    }
    markdown + "`incident explain RULE` tells more.\n"
}
