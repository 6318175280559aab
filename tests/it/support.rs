//! A fluent builder of workspaces on disk, and the command run in them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A published incident with all six sections and nothing wrong in it.
pub(crate) const FACTS: &str = r#"title = "Checkout failed for card payments"
state = "published"
severity = "major"
timezone = "Europe/Zurich"
components = ["checkout"]
started = 2024-05-02T10:00:00
detected = 2024-05-02T10:05:00
mitigated = 2024-05-02T10:30:00
resolved = 2024-05-02T10:40:00
published = 2024-05-03T09:00:00

[[impact]]
component = "checkout"
status = "major_outage"
start = 2024-05-02T10:00:00
end = 2024-05-02T10:40:00

[[timeline]]
at = 2024-05-02T10:05:00
text = "An alarm rang"
audience = "public"
kind = "detection"

[[update]]
at = 2024-05-02T10:10:00
status = "investigating"
text = "We are looking into failing card payments."

[[action]]
title = "Test the certificate's date each night"
audience = "public"
owner = "payments"
due = 2024-06-01
status = "done"
"#;

/// The report that goes with [`FACTS`].
pub(crate) const REPORT: &str = "\
## Summary

Card payments failed.

## Timeline

## Impact

Nobody could pay by card.

## Root cause

A certificate had run out.

## Resolution

We renewed it.

## Preventive measures
";

/// A configuration with the component of [`FACTS`].
pub(crate) const CONFIG: &str = r#"title = "Example shop"
base_url = "https://status.example.com"

[[component]]
id = "checkout"
name = "Checkout"
"#;

/// A workspace in a folder of its own that goes away with it.
pub(crate) struct Workspace {
    folder: TempDir,
}

/// What a run of the command gave.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Workspace {
    /// A folder with nothing in it.
    pub(crate) fn bare() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A workspace with [`CONFIG`] and no incident.
    pub(crate) fn new() -> Self {
        Self::bare().file("incident.toml", CONFIG)
    }

    /// A workspace with [`CONFIG`] and one sound incident, `2024-05-02-checkout`.
    pub(crate) fn sound() -> Self {
        Self::new().incident("2024-05-02-checkout", FACTS, REPORT)
    }

    /// With a file.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// With an incident.
    pub(crate) fn incident(self, id: &str, facts: &str, report: &str) -> Self {
        self.file(&format!("incidents/{id}/facts.toml"), facts)
            .file(&format!("incidents/{id}/report.md"), report)
    }

    /// A path below its root.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs the command at its root with nothing on standard input.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        run_in(self.folder.path(), arguments)
    }

    /// Every output that was rendered into a folder, by path, with its bytes: all files but the
    /// records, which tell the next run what was made from what.
    pub(crate) fn outputs(&self, below: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = self.files(below);
        files.retain(|(path, _)| !path.starts_with(".incident-record-"));
        files
    }

    /// Every file below a folder, by path, with its bytes.
    pub(crate) fn files(&self, below: &str) -> Vec<(String, Vec<u8>)> {
        files_below(&self.path(below))
    }
}

impl Run {
    /// The run, which must have ended with this code.
    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, expected, "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// The command, not yet run, with a clean environment.
pub(crate) fn incident(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incident"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["INCIDENT_ROOT", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(name);
    }
    command
}

/// Runs the command in a folder.
pub(crate) fn run_in<A: AsRef<OsStr>>(
    folder: &Path,
    arguments: impl IntoIterator<Item = A>,
) -> Run {
    let output = incident(folder).args(arguments).output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Every file below a folder, by path, with its bytes.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in std::fs::read_dir(&current).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The repository's own root.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
