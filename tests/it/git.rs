//! The git program in tests.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::Workspace;

/// The git program with nobody's configuration but its own, and the command on PATH.
pub(crate) fn command(folder: &Path) -> Command {
    let bin = Path::new(env!("CARGO_BIN_EXE_incident")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(["-c", "core.editor=true"])
        .env("PATH", path)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env_remove("INCIDENT_ROOT");
    command
}

/// Runs git, whatever comes of it.
pub(crate) fn try_git(folder: &Path, arguments: &[&str]) -> Output {
    command(folder).args(arguments).output().unwrap()
}

/// Runs git, which must succeed.
#[track_caller]
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = try_git(folder, arguments);
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Commits everything.
#[track_caller]
pub(crate) fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--message", message]);
}

impl Workspace {
    /// With all of it committed to the branch `main` of a new repository.
    pub(crate) fn in_git(self) -> Self {
        let root = self.path("");
        git(&root, &["init", "--quiet", "--initial-branch=main"]);
        commit(&root, "Begin");
        self
    }
}
