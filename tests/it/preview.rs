//! A browser's part in the tests of `incident serve`: a preview that runs, and what it answers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::support::{Workspace, incident};

/// A preview that ends with the test.
pub(crate) struct Preview {
    pub(crate) child: Child,
    pub(crate) port: u16,
}

/// An answer: its head as it came, and its body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Preview {
    pub(crate) fn of(workspace: &Workspace, arguments: &[&str]) -> Self {
        let mut child = incident(&workspace.path(""))
            .args(["serve", "--port", "0", "--now", "2024-06-01"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("http://127.0.0.1:").unwrap().trim_end_matches('/');
        let port = port.parse().unwrap_or_else(|_| panic!("no address: {line:?}"));
        Self { child, port }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        // A test that waits in vain must end at some time.
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream
    }

    pub(crate) fn send(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(crate) fn ask(&self, method: &str, path: &str) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        self.send(format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path)
    }

    /// Changes files and reads a page each time it would reload, until it shows the change.
    pub(crate) fn after(
        &self,
        change: impl FnOnce(),
        path: &str,
        shows: impl Fn(&Answer) -> bool,
    ) -> Answer {
        let mut seen = self.get("/").version();
        change();
        loop {
            self.wait_for_other_than(&seen);
            let page = self.get(path);
            if shows(&page) {
                return page;
            }
            seen = page.version();
        }
    }

    /// Listens for news as a page does. Without any for some signs of life, the test ends.
    fn wait_for_other_than(&self, seen: &str) {
        let mut stream = self.connect();
        let head = format!("Host: localhost:{}\r\n\r\n", self.port);
        let request = format!("GET /.incident/events?seen={seen} HTTP/1.1\r\n{head}");
        stream.write_all(request.as_bytes()).unwrap();
        let mut told = String::new();
        for line in BufReader::new(stream).lines().take(50) {
            told += &line.expect("news");
            if told.contains("data: ") {
                break;
            }
        }
        assert!(told.contains("text/event-stream") && told.contains("data: "), "{told}");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    /// The version of the preview that a page shows.
    pub(crate) fn version(&self) -> String {
        let (_, rest) = self.body.split_once("data-version=\"").expect("a page");
        rest.split('"').next().unwrap().to_owned()
    }

    pub(crate) fn policy(&self) -> &str {
        let line =
            self.head.lines().find_map(|line| line.strip_prefix("Content-Security-Policy: "));
        line.expect("a policy")
    }
}
