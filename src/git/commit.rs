use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What came of committing paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// There is a new commit; its short name.
    As(String),
    /// The last commit has them as they are.
    Already,
}

/// Why paths were not committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// There is no git to run.
    #[error("the program `git` cannot be run")]
    NoProgram(#[from] io::Error),
    /// Git, or a hook, refused.
    #[error("git says: {0}")]
    Refused(String),
}

/// Commits paths, from `folder`, as they are in the work tree, and nothing else: what is staged
/// stays staged. The program does it and not libgit2, so that hooks run, commits are signed and
/// configuration counts as it does for people.
///
/// # Errors
///
/// See [`CommitError`]; the files and the index then are as they were.
pub fn commit(folder: &Path, paths: &[String], message: &str) -> Result<Committed, CommitError> {
    let git = Git { folder, paths };
    let states = git.run(&["status", "--porcelain", "--untracked-files=all", "--ignored"], "")?;
    if states.trim().is_empty() {
        return Ok(Committed::Already);
    }
    let is_new = states.lines().any(|line| line.starts_with("??") || line.starts_with("!!"));
    if is_new {
        git.run(&["add", "--intent-to-add"], "")?;
    }
    let arguments = ["commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-"];
    if let Err(error) = git.run(&arguments, message) {
        if is_new {
            // Whatever comes of it, why there is no commit is what counts.
            let _ = git.run(&["reset", "--quiet"], "");
        }
        return Err(error);
    }
    let name = Git { folder, paths: &[] }.run(&["rev-parse", "--short", "HEAD"], "")?;
    Ok(Committed::As(name.trim().to_owned()))
}

struct Git<'g> {
    folder: &'g Path,
    paths: &'g [String],
}

impl Git<'_> {
    /// Runs git on the paths; gives what it printed.
    fn run(&self, arguments: &[&str], input: &str) -> Result<String, CommitError> {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.folder).arg("--literal-pathspecs").args(arguments);
        if !self.paths.is_empty() {
            command.arg("--").args(self.paths);
        }
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            // A git that does not read on says why below.
            let _ = stdin.write_all(input.as_bytes());
        }
        let output = child.wait_with_output()?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(CommitError::Refused(said(&output)))
        }
    }
}

/// What git and its hooks said, or how they ended.
fn said(output: &Output) -> String {
    let text = [&output.stderr, &output.stdout].map(|bytes| String::from_utf8_lossy(bytes));
    let text = text.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let text = text.collect::<Vec<_>>().join("\n");
    if text.is_empty() { output.status.to_string() } else { text }
}
