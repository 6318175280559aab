//! What people wait for while they work: a line of the log, a page that shows what was saved.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::measure::{median, run};
use crate::table::{Table, cell, seconds};
use crate::tools::Corpus;
use crate::trials::some_report;

/// An entry for an incident that is named, and for the one that is going on, which is to be found.
pub fn logging(incident: &Path, corpora: &[Corpus], rounds: usize) -> io::Result<()> {
    let mut table = Table::new(["Incidents", "log ID TEXT", "log TEXT"].map(str::to_owned));
    for corpus in corpora {
        let workspace = corpus.workspace();
        let command = |arguments: &[&str]| {
            let mut command = Command::new(incident);
            command.args(arguments).arg("--root").arg(&workspace);
            command
        };
        let new = ["new", "It goes on", "--started", "2026-07-01T10:00", "--slug", "it-goes-on"];
        run(&mut command(&new))?;
        let (mut named, mut found) = (Vec::new(), Vec::new());
        for _ in 0..rounds * 5 {
            named.push(run(&mut command(&["log", "2026-07-01-it-goes-on", "It was seen"]))?);
            found.push(run(&mut command(&["log", "It was seen"]))?);
        }
        fs::remove_dir_all(workspace.join("incidents/2026-07-01-it-goes-on"))?;
        let mut row = vec![corpus.count.to_string()];
        row.extend(
            [&mut named, &mut found]
                .map(|samples| cell(median(samples), |sample| seconds(sample.wall))),
        );
        table.row(row);
    }
    table.print("A line of the log");
    Ok(())
}

/// From the moment that a report is saved to the moment that its page, asked for when the preview
/// says so, shows it.
pub fn previews(incident: &Path, corpora: &[Corpus], rounds: usize) -> io::Result<()> {
    let mut table = Table::new(["Incidents", "median", "longest"].map(str::to_owned));
    for corpus in corpora {
        let workspace = corpus.workspace();
        let report = some_report(&workspace)?;
        let before = fs::read_to_string(&report)?;
        let preview = Preview::start(incident, &workspace)?;
        let mut times = Vec::new();
        for round in 0..rounds * 5 {
            let page = preview.get(&page_of(&workspace, &report))?;
            let seen = version(&page).ok_or_else(|| io::Error::other("no page"))?.to_owned();
            let words = format!("It was saved in round {round}.");
            let began = Instant::now();
            fs::write(&report, format!("{before}\n{words}\n"))?;
            times.push(preview.until(&seen, &page_of(&workspace, &report), &words, began)?);
        }
        drop(preview);
        fs::write(&report, before)?;
        times.sort_unstable();
        let longest = times.last().copied().unwrap_or_default();
        table.row(vec![
            corpus.count.to_string(),
            seconds(times[times.len() / 2]),
            seconds(longest),
        ]);
    }
    table.print("From a save to the page");
    Ok(())
}

/// A report's page on the site.
fn page_of(workspace: &Path, report: &Path) -> String {
    let folder = report.parent().and_then(|folder| folder.strip_prefix(workspace).ok());
    format!("/{}/", folder.unwrap_or(report).display())
}

/// The version of the preview that a page shows.
fn version(page: &str) -> Option<&str> {
    page.split_once("data-version=\"")?.1.split('"').next()
}

/// `incident serve`, as a browser uses it.
struct Preview {
    child: Child,
    /// Name and port.
    address: String,
}

impl Preview {
    fn start(incident: &Path, workspace: &Path) -> io::Result<Self> {
        let mut child = Command::new(incident)
            .args(["serve", "--port", "0", "--now", "2026-07-01", "--root"])
            .arg(workspace)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        if let Some(stdout) = &mut child.stdout {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Ok(Self { child, address })
    }

    fn ask(&self, path: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address)?;
        Ok(stream)
    }

    fn get(&self, path: &str) -> io::Result<String> {
        let mut page = String::new();
        self.ask(path)?.read_to_string(&mut page)?;
        Ok(page)
    }

    /// How long after `began` the page has the words. A save may be seen as several changes.
    fn until(&self, seen: &str, path: &str, words: &str, began: Instant) -> io::Result<Duration> {
        let mut seen = seen.to_owned();
        loop {
            let news = BufReader::new(self.ask(&format!("/.incident/events?seen={seen}"))?);
            for line in news.lines() {
                if line?.starts_with("data: ") {
                    break;
                }
            }
            let page = self.get(path)?;
            if page.contains(words) {
                return Ok(began.elapsed());
            }
            seen = version(&page).unwrap_or_default().to_owned();
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
