//! The command on a real terminal: a pty.

use std::process::Stdio;
use std::time::Duration;

use expectrl::process::unix::WaitStatus;
use expectrl::{Eof, Expect as _, session::OsSession};

use crate::support::{Workspace, incident};

/// Starts the command on an xterm; `environment` adds to what it inherits.
pub(crate) fn spawn(
    workspace: &Workspace,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> OsSession {
    let mut command = incident(&workspace.path(""));
    command.args(arguments).env("TERM", "xterm").env_remove("VISUAL").env_remove("EDITOR");
    command.envs(environment.iter().copied());
    // The pty gives the three streams.
    command.stdin(Stdio::inherit());
    let mut session = OsSession::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(30)));
    session
}

/// What is still to be seen, and the exit code; -1 where a signal ended it.
pub(crate) fn finish(mut session: OsSession) -> (String, i32) {
    let seen = session.expect(Eof).unwrap();
    let seen = String::from_utf8_lossy(seen.as_bytes()).into_owned();
    let code = match session.get_process().wait().unwrap() {
        WaitStatus::Exited(_, code) => code,
        _ => -1,
    };
    (seen, code)
}
