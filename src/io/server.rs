use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Where pages listen for news, with the version that they show as `?seen=`.
pub const EVENTS: &str = "/.incident/events";

/// Bytes of a request's head; browsers send about one thousand.
const MOST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;
/// Connections served at once; each has a thread.
const MOST_CONNECTIONS: usize = 128;
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a page that waits for news is sent a sign of life: it tells who has gone away.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// A request for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The path as it was sent, without the query.
    pub target: String,
    /// The same with percent signs decoded, without the slash at its start.
    pub path: String,
}

/// What is sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The media type.
    pub media_type: &'static str,
    /// The Content-Security-Policy.
    pub policy: String,
    /// Where else to look, for a redirection.
    pub location: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Response {
    /// A line of plain text.
    #[must_use]
    pub fn text(status: u16, text: &str) -> Self {
        Self {
            status,
            media_type: "text/plain; charset=utf-8",
            policy: "default-src 'none'; sandbox".to_owned(),
            location: None,
            bytes: format!("{text}\n").into_bytes(),
        }
    }
}

/// The version that is served now, for pages that wait for the next one.
#[derive(Debug)]
pub struct News {
    version: Mutex<u64>,
    changed: Condvar,
}

impl News {
    /// Starts with a version.
    #[must_use]
    pub fn new(version: u64) -> Self {
        Self { version: Mutex::new(version), changed: Condvar::new() }
    }

    /// Tells everybody who waits that there is another version.
    pub fn announce(&self, version: u64) {
        *self.version.lock().unwrap_or_else(PoisonError::into_inner) = version;
        self.changed.notify_all();
    }

    /// The first version that is not the one seen; nothing when that takes too long.
    fn other_than(&self, seen: u64, patience: Duration) -> Option<u64> {
        let version = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        let (version, _) = self
            .changed
            .wait_timeout_while(version, patience, |version| *version == seen)
            .unwrap_or_else(PoisonError::into_inner);
        (*version != seen).then_some(*version)
    }
}

/// An HTTP server for one machine: it listens on the loopback interface and nowhere else.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    port: u16,
}

impl Server {
    /// Takes a port; 0 takes any that is free.
    ///
    /// # Errors
    ///
    /// What the operating system says, such as that the port is taken.
    pub fn bind(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// Its address, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Answers requests on threads of its own until the process ends.
    pub fn start(
        self,
        answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
        news: Arc<News>,
    ) {
        let answer = Arc::new(answer);
        let open = Arc::new(AtomicUsize::new(0));
        let port = self.port;
        std::thread::spawn(move || {
            for stream in self.listener.incoming().flatten() {
                if open.fetch_add(1, Ordering::Relaxed) >= MOST_CONNECTIONS {
                    open.fetch_sub(1, Ordering::Relaxed);
                    continue;
                }
                let (answer, news, open) =
                    (Arc::clone(&answer), Arc::clone(&news), Arc::clone(&open));
                std::thread::spawn(move || {
                    // Who has gone away wants no answer.
                    let _ = converse(stream, port, &*answer, &news);
                    open.fetch_sub(1, Ordering::Relaxed);
                });
            }
        });
    }
}

/// One request and its answer.
fn converse(
    mut stream: TcpStream,
    port: u16,
    answer: &dyn Fn(&Request) -> Response,
    news: &News,
) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let Some(head) = read_head(&mut stream, PATIENCE)? else {
        return send(&mut stream, &Response::text(431, "The request is too long."), true);
    };
    match understand(&head, port) {
        Ok(Asked::Events { seen }) => tell(&mut stream, seen, news),
        Ok(Asked::Page { request, has_body }) => send(&mut stream, &answer(&request), has_body),
        Err(refusal) => send(&mut stream, &refusal, true),
    }
}

/// What somebody wants.
enum Asked {
    Page { request: Request, has_body: bool },
    Events { seen: u64 },
}

/// The bytes up to the empty line; nothing where there are too many of them. All of them have to
/// come in time: one byte now and then would keep others out.
fn read_head(stream: &mut TcpStream, patience: Duration) -> io::Result<Option<Vec<u8>>> {
    let began = Instant::now();
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        let left = patience.checked_sub(began.elapsed()).filter(|left| !left.is_zero());
        stream.set_read_timeout(Some(left.ok_or(io::ErrorKind::TimedOut)?))?;
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.extend_from_slice(&buffer[..read]);
        if head.len() > MOST_HEAD {
            return Ok(None);
        }
    }
    Ok(Some(head))
}

fn understand(head: &[u8], port: u16) -> Result<Asked, Response> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let is_whole = parsed.parse(head).is_ok_and(|status| status.is_complete());
    let (true, Some(method), Some(target)) = (is_whole, parsed.method, parsed.path) else {
        return Err(Response::text(400, "This is no HTTP request."));
    };
    let mut hosts = parsed.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(Response::text(400, "A request names one host."));
    };
    // A page elsewhere can give its own name this machine's address (DNS rebinding) and would
    // then read drafts as if they were its own. Its name stays in the request.
    if !is_ours(host.value, port) {
        let text = format!("This preview is at http://127.0.0.1:{port}/ only.");
        return Err(Response::text(421, &text));
    }
    if method != "GET" && method != "HEAD" {
        return Err(Response::text(405, "A preview can be read, and nothing else."));
    }
    let (target, query) = target.split_once('?').unwrap_or((target, ""));
    if target == EVENTS {
        let seen = query.strip_prefix("seen=").and_then(|seen| seen.parse().ok());
        return Ok(Asked::Events { seen: seen.unwrap_or_default() });
    }
    let path = percent_encoding::percent_decode_str(target.trim_start_matches('/'));
    let Ok(path) = path.decode_utf8() else {
        return Err(Response::text(400, "The address is not UTF-8."));
    };
    let request = Request { target: target.to_owned(), path: path.into_owned() };
    Ok(Asked::Page { request, has_body: method == "GET" })
}

/// Whether the `Host` of a request is this server (RFC 9110, section 7.2).
fn is_ours(host: &[u8], port: u16) -> bool {
    let host = String::from_utf8_lossy(host).to_ascii_lowercase();
    ["127.0.0.1", "localhost"].iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| {
            rest.strip_prefix(':')
                .map_or(rest.is_empty() && port == 80, |given| given.parse() == Ok(port))
        })
    })
}

fn send(stream: &mut TcpStream, response: &Response, has_body: bool) -> io::Result<()> {
    let Response { status, media_type, policy, location, bytes } = response;
    let mut head = format!(
        "HTTP/1.1 {status} {}\r\n\
         Content-Type: {media_type}\r\n\
         Content-Length: {}\r\n\
         Content-Security-Policy: {policy}\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Referrer-Policy: no-referrer\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Cache-Control: no-store\r\n\
         Connection: close\r\n",
        reason(*status),
        bytes.len()
    );
    if *status == 405 {
        head.push_str("Allow: GET, HEAD\r\n");
    }
    if let Some(location) = location {
        head.push_str(&format!("Location: {location}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if has_body {
        stream.write_all(bytes)?;
    }
    stream.shutdown(Shutdown::Write)
}

/// What RFC 9110, section 15 calls the statuses in use here.
const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
    }
}

/// Server-sent events (WHATWG HTML, section 9.2): the version, as soon as it is another one.
fn tell(stream: &mut TcpStream, seen: u64, news: &News) -> io::Result<()> {
    stream.write_all(
        b"HTTP/1.1 200 OK\r\n\
          Content-Type: text/event-stream\r\n\
          Cache-Control: no-store\r\n\
          X-Content-Type-Options: nosniff\r\n\
          Connection: close\r\n\r\n\
          retry: 500\n\n",
    )?;
    loop {
        match news.other_than(seen, HEARTBEAT) {
            Some(version) => {
                stream.write_all(format!("data: {version}\n\n").as_bytes())?;
                return stream.shutdown(Shutdown::Write);
            }
            None => stream.write_all(b":\n\n")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    use super::{is_ours, read_head};

    #[test]
    fn who_drips_bytes_is_not_waited_for() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        let dripping = std::thread::spawn(move || {
            while client.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        assert!(read_head(&mut stream, Duration::from_millis(100)).is_err());
        drop(stream);
        dripping.join().unwrap();
    }

    #[test]
    fn only_this_machine_s_own_names_are_ours() {
        for host in ["127.0.0.1:7070", "localhost:7070", "LocalHost:7070"] {
            assert!(is_ours(host.as_bytes(), 7070), "{host}");
        }
        for host in [
            "127.0.0.1",
            "localhost",
            "127.0.0.1:80",
            "127.0.0.1:70700",
            "127.0.0.1.example:7070",
            "localhost.example:7070",
            "example.com:7070",
            "evil-localhost:7070",
            "[::1]:7070",
            "localhost:7070:7070",
            "127.0.0.1:",
            "",
        ] {
            assert!(!is_ours(host.as_bytes(), 7070), "{host}");
        }
        assert!(is_ours(b"localhost", 80) && is_ours(b"127.0.0.1:80", 80));
    }
}
