use std::collections::{BTreeMap, HashMap};

use super::Args;
use super::report::counted;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::pass::Checked;
use crate::cli::record;
use crate::cli::workspace::Workspace;
use crate::config::FILE_NAME;
use crate::diagnostic::emit::{diff, shown_diff};
use crate::diagnostic::{Finding, Fix, Safety, apply};
use crate::io;
use crate::source::FileSource;

/// Rounds of mending and checking again. One fix may make way for the next, and two that undo
/// each other must come to an end.
const MOST_ROUNDS: usize = 10;

/// What fixes have made of files.
#[derive(Debug, Default)]
pub(super) struct Mended {
    files: BTreeMap<String, Texts>,
    made: usize,
}

#[derive(Debug)]
struct Texts {
    before: String,
    after: String,
}

/// Makes the fixes that were asked for, in memory, and checks again until there are none left.
pub(super) fn mend(
    workspace: &mut Workspace,
    args: &Args,
    check: impl Fn(&mut Workspace) -> Checked,
) -> (Checked, Mended) {
    let mut mended = Mended::default();
    let mut checked = check(workspace);
    for _ in 0..MOST_ROUNDS {
        let texts = round(workspace, &checked, args, &mut mended.made);
        if texts.is_empty() {
            break;
        }
        for (path, Texts { before, after }) in texts {
            workspace.replace(FileSource::from_bytes(path.clone(), after.clone().into_bytes()));
            let whole = mended.files.entry(path).or_insert(Texts { before, after: String::new() });
            whole.after = after;
        }
        checked = check(workspace);
    }
    (checked, mended)
}

/// The texts of the files that this round changes. A file that could not be read whole is not
/// touched: what is not in memory would be lost.
fn round(
    workspace: &Workspace,
    checked: &Checked,
    args: &Args,
    made: &mut usize,
) -> Vec<(String, Texts)> {
    let mut fixes: HashMap<&str, Vec<&Fix>> = HashMap::new();
    for finding in &checked.findings {
        if let Some(fix) = wanted(finding, args) {
            fixes.entry(&finding.file).or_default().push(fix);
        }
    }
    let mut texts = Vec::new();
    for source in checked.files(workspace).filter(|source| source.fault.is_none()) {
        let Some(fixes) = fixes.get(source.file.path.as_str()) else { continue };
        let before = source.file.text.clone();
        let (after, count) = apply(&before, fixes.iter().copied());
        if after != before {
            *made += count;
            texts.push((source.file.path.clone(), Texts { before, after }));
        }
    }
    texts
}

fn changed_meanwhile(path: &str) -> CommandError {
    CommandError::new(format!("{path} cannot be fixed"))
        .because("something else has changed it meanwhile")
        .hint("run it again; what was fixed before it stays fixed")
}

fn wanted<'f>(finding: &'f Finding, args: &Args) -> Option<&'f Fix> {
    // Whoever names incidents does not expect the configuration to change.
    let is_asked_for = args.incidents.is_empty() || finding.file != FILE_NAME;
    let allowed = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    finding.fix.as_ref().filter(|fix| is_asked_for && fix.safety <= allowed)
}

impl Mended {
    /// Whether no file has changed.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Writes the files.
    pub(super) fn write(&self, workspace: &Workspace) -> Result<(), CommandError> {
        for (path, Texts { before, after }) in &self.files {
            let fixed = io::update_file(&workspace.root, path, |text| {
                if text == before { Ok(after.clone()) } else { Err(changed_meanwhile(path)) }
            });
            fixed.map_err(|error| record::not_written(path, error))?;
        }
        Ok(())
    }

    /// Prints what would be written as a unified diff.
    pub(super) fn print_diff(&self, context: &Context) -> Result<(), CommandError> {
        let diffs = self.files.iter().map(|(path, texts)| diff(path, &texts.before, &texts.after));
        print_diff(&diffs.collect::<String>(), context)
    }

    /// "Fixed 3 faults in 2 files."
    pub(super) fn say(&self, verb: &str, context: &Context) {
        if !self.is_empty() {
            let (faults, files) = (counted(self.made, "fault"), counted(self.files.len(), "file"));
            context.say(&format!("{verb} {faults} in {files}."));
        }
    }
}

/// Prints a unified diff. Into a file it goes as it is; what reads a terminal or a pipe, which in a
/// CI job ends in its log, could act on some of it.
pub(in crate::cli) fn print_diff(text: &str, context: &Context) -> Result<(), CommandError> {
    let shown = if io::prints_to_file() { text.into() } else { shown_diff(text) };
    io::print(shown.as_bytes())?;
    if shown != text {
        context.say(
            "The diff is shown without the characters and commands in it that would act here, and \
             cannot be applied; `> FILE` writes all of it.",
        );
    }
    Ok(())
}

/// "2 can be fixed with --fix, 1 more with --unsafe-fixes too."
pub(super) fn offer(findings: &[Finding]) -> Option<String> {
    let count = |safety| {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.safety == safety).count()
    };
    match (count(Safety::Safe), count(Safety::Unsafe)) {
        (0, 0) => None,
        (safe, 0) => Some(format!("{safe} can be fixed with --fix.")),
        (0, guesses) => Some(format!("{guesses} can be fixed with --fix --unsafe-fixes.")),
        (safe, guesses) => {
            Some(format!("{safe} can be fixed with --fix, {guesses} more with --unsafe-fixes too."))
        }
    }
}
