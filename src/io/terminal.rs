use std::io::{IsTerminal as _, Read as _, Write as _};

/// Columns of the terminal on standard output, or 80 where there is none.
#[must_use]
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(columns, _)| usize::from(columns.0))
}

/// Whether questions can be asked: standard input and standard error are a terminal.
#[must_use]
pub fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Whether standard error is a terminal.
#[must_use]
pub fn says_to_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether standard output is a file, where what is written is kept and seen by nobody yet.
#[cfg(unix)]
#[must_use]
pub fn prints_to_file() -> bool {
    use std::os::fd::AsFd as _;
    let own = std::io::stdout().as_fd().try_clone_to_owned().map(std::fs::File::from);
    own.and_then(|out| out.metadata()).is_ok_and(|found| found.is_file())
}

/// Whether standard output is a file, where what is written is kept and seen by nobody yet.
#[cfg(windows)]
#[must_use]
pub fn prints_to_file() -> bool {
    use std::os::windows::io::AsHandle as _;
    let own = std::io::stdout().as_handle().try_clone_to_owned().map(std::fs::File::from);
    own.and_then(|out| out.metadata()).is_ok_and(|found| found.is_file())
}

/// Reads standard input to its end, or to one byte behind `most`.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn read_input(most: usize) -> std::io::Result<Vec<u8>> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a question to standard error and reads a line of standard input, without any command
/// to the terminal; nothing at the end of the input.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn ask_line(question: &str) -> std::io::Result<Option<String>> {
    let mut err = std::io::stderr().lock();
    write!(err, "{question} ")?;
    err.flush()?;
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// Writes data to standard output. A reader that has gone away is no error.
///
/// # Errors
///
/// Any other failure to write, such as a full disk behind a redirection.
pub fn print(data: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(data).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes a line to standard error, at once, so that lines of several processes do not mix.
/// Nobody is told when even that fails.
pub fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// Writes to standard error what will be written over: no line. Nobody is told when that fails.
pub fn sketch(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}
