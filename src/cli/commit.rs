//! `--commit`: what was recorded becomes a commit.

use std::time::Duration;

use unicode_width::UnicodeWidthStr as _;

use super::context::Context;
use super::error::CommandError;
use super::list::cut;
use super::words::on_one_line;
use super::workspace::Workspace;
use crate::git::{self, CommitError, Committed};
use crate::io;
use crate::render::text::wrap;
use crate::source::clean;

/// Columns of a message's lines (`git help commit`, "Discussion", asks for a short first line;
/// 72 is what `git log` shows in 80).
const WIDTH: usize = 72;

/// How long one process waits for others that commit in the same workspace.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether to commit what is recorded.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Commit {
    /// Commit this change, and nothing else, to git; hooks run and signatures are made as by git commit
    #[arg(long = "commit")]
    pub(super) is_wanted: bool,
}

/// What a commit says.
#[derive(Clone, Debug)]
pub(super) struct Message<'m> {
    /// The incident.
    pub(super) id: &'m str,
    /// What was done to it, in the imperative: "log Certificate renewed".
    pub(super) done: &'m str,
    /// The same in full.
    pub(super) said: &'m str,
}

impl Message<'_> {
    /// A first line that names the incident, a blank line, and what was done, in lines of 72
    /// columns.
    fn text(&self) -> String {
        let line = on_one_line(&clean(&format!("{}: {}", self.id, self.done)));
        format!("{}\n\n{}\n", shortened(&line), wrap(&clean(self.said), WIDTH, "", ""))
    }
}

/// A line of at most 72 columns; what is longer ends behind a word.
fn shortened(line: &str) -> String {
    if line.width() <= WIDTH {
        return line.to_owned();
    }
    let wrapped = wrap(line, WIDTH - 1, "", "");
    let first = wrapped.lines().next().unwrap_or_default();
    cut(&format!("{first}\u{2026}"), WIDTH)
}

/// Commits files of an incident's folder, from the workspace's root, while no other command changes
/// them: git reads a file twice while it commits.
pub(super) fn commit_folder(
    folder: &str,
    files: &[String],
    message: &Message<'_>,
    workspace: &Workspace,
    context: &Context,
) -> Result<Option<String>, CommandError> {
    // A lock that is not to be had is no reason not to try.
    let _lock = io::lock_folder(&workspace.root, folder, PATIENCE);
    commit(workspace, files, message, context)
}

/// Commits files, from the workspace's root, and gives the commit's short name; nothing where
/// they are committed already. Their folder is locked.
pub(super) fn commit(
    workspace: &Workspace,
    files: &[String],
    message: &Message<'_>,
    context: &Context,
) -> Result<Option<String>, CommandError> {
    // Git does not wait where another process commits; a lock that is not to be had is no reason
    // not to try.
    let _turn = io::lock_folder(&workspace.root, "incidents", PATIENCE);
    // Git does not look behind links.
    let real = |file: &String| io::without_links(&workspace.root, file).unwrap_or(file.clone());
    let files: Vec<String> = files.iter().map(real).collect();
    match git::commit(&workspace.root, &files, &message.text()) {
        Ok(Committed::As(name)) => {
            context.say(&format!("Committed as {name}"));
            Ok(Some(name))
        }
        Ok(Committed::Already) => {
            context.say("Nothing to commit: the last commit has it as it is.");
            Ok(None)
        }
        Err(error) => Err(not_committed(&files, error)),
    }
}

fn not_committed(files: &[String], error: CommitError) -> CommandError {
    let files = files.join(" ");
    let again = format!("once that is mended: git add {files} && git commit --only {files}");
    let hint = match error {
        CommitError::NoProgram(_) => "install git, or leave --commit out".to_owned(),
        CommitError::Refused(_) => again,
    };
    CommandError::new("it is written, but not committed").because(error).hint(hint).after_work()
}

#[cfg(test)]
mod tests {
    use super::Message;
    use proptest::prelude::*;

    #[test]
    fn a_message_names_the_incident_and_is_well_formed() {
        let message = Message {
            id: "2024-05-02-card-payments",
            done: "log The certificate of the gateway had run out,\nand nobody saw it",
            said: "Logged 2 May 2024, 10:20 CEST (UTC+02:00) in 2024-05-02-card-payments: The \
                   certificate of the gateway had run out, and nobody saw it",
        };
        assert_eq!(
            message.text(),
            "2024-05-02-card-payments: log The certificate of the gateway had run…\n\n\
             Logged 2 May 2024, 10:20 CEST (UTC+02:00) in 2024-05-02-card-payments:\n\
             The certificate of the gateway had run out, and nobody saw it\n"
        );
    }

    proptest! {
        #[test]
        fn whatever_was_typed(done in "\\PC{0,200}", said in "[a-z \\n]{0,300}") {
            let text = Message { id: "2024-05-02-x", done: &done, said: &said }.text();
            let mut lines = text.lines();
            let subject = lines.next().unwrap();
            prop_assert!(subject.starts_with("2024-05-02-x:"));
            prop_assert!(unicode_width::UnicodeWidthStr::width(subject) <= 72);
            prop_assert_eq!(lines.next(), Some(""));
        }
    }
}
