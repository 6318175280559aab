//! `incident serve` over real sockets, with real files that change under it.

use std::process::Command;

use crate::preview::{Answer, Preview};
use crate::support::{CONFIG, FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";
const PAGE: &str = "/incidents/2024-05-02-checkout/";
const FACTS_PATH: &str = "incidents/2024-05-02-checkout/facts.toml";

fn write(workspace: &Workspace, path: &str, text: &str) {
    std::fs::write(workspace.path(path), text).unwrap();
}

#[test]
fn pages_are_those_of_render_with_a_script_that_nothing_written_has() {
    let workspace = Workspace::sound();
    let files = workspace.files("");
    let preview = Preview::of(&workspace, &[]);
    let index = preview.get("/");
    let page = preview.get(PAGE);
    assert_eq!((index.status, page.status), (200, 200));
    assert_eq!(workspace.files(""), files, "a preview writes nothing");
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
    let written = workspace.read(&format!("public/site/incidents/{ID}/index.html"));
    let main = |html: &str| {
        let (_, rest) = html.split_once("<main").unwrap();
        rest.split_once("</main>").unwrap().0.to_owned()
    };
    assert_eq!(main(&page.body), main(&written));
    assert_eq!(main(&index.body), main(&workspace.read("public/site/index.html")));
    for (path, bytes) in workspace.files("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("<script") && !text.contains(".incident/"), "{path}");
    }
    let (_, nonce) = page.policy().split_once("script-src 'nonce-").unwrap();
    let nonce = nonce.split('\'').next().unwrap();
    assert!(nonce.len() >= 22, "{nonce}");
    assert!(page.body.contains(&format!("<script nonce=\"{nonce}\"")));
    assert!(page.policy().starts_with("default-src 'none'"), "{}", page.policy());
    assert!(!page.policy().contains("unsafe"), "{}", page.policy());
    assert!(!index.policy().contains(nonce), "each answer has a nonce of its own");
    assert!(preview.get("/style.css").head.contains("text/css"));
    assert!(preview.get("/api/v2/summary.json").head.contains("application/json"));
    let feed = preview.get("/feed.atom").body;
    assert!(feed.contains(&format!("http://127.0.0.1:{}/incidents/{ID}/", preview.port)), "{feed}");
}

#[test]
fn a_save_reaches_every_page_that_shows_it() {
    let workspace = Workspace::sound();
    let preview = Preview::of(&workspace, &[]);
    let changed = FACTS.replace("Checkout failed", "Nobody could check out");
    let says = |text: &'static str| move |page: &Answer| page.body.contains(text);
    let save = || write(&workspace, FACTS_PATH, &changed);
    preview.after(save, PAGE, says("Nobody could check out"));
    assert!(preview.get("/history/").body.contains("Nobody could check out"));
    assert!(preview.get("/feed.atom").body.contains("Nobody could check out"));

    let second = "incidents/2024-05-20-second";
    let add = || {
        std::fs::create_dir_all(workspace.path(second)).unwrap();
        let facts = "title = \"Second\"\nstate = \"ongoing\"\nstarted = 2024-05-20T10:00:00\n";
        write(&workspace, &format!("{second}/facts.toml"), facts);
    };
    preview.after(add, "/history/", says("Second"));
    let config = CONFIG.replace("Example shop", "Renamed shop");
    preview.after(|| write(&workspace, "incident.toml", &config), "/", says("Renamed shop"));
    let remove = || std::fs::remove_dir_all(workspace.path(second)).unwrap();
    preview.after(remove, "/history/", |page| !page.body.contains("Second"));
    assert_eq!(preview.get(&format!("/{second}/")).status, 404);
}

#[test]
fn reading_files_is_no_change() {
    let workspace = Workspace::sound();
    let preview = Preview::of(&workspace, &[]);
    let version = |page: &Answer| page.version().parse::<u64>().unwrap();
    let before = version(&preview.get("/"));
    for _ in 0..6_000 {
        workspace.read(FACTS_PATH);
    }
    let changed = FACTS.replace("Checkout failed", "Nobody could check out");
    let says = |page: &Answer| page.body.contains("Nobody could check out");
    let page = preview.after(|| write(&workspace, FACTS_PATH, &changed), PAGE, says);
    // A save may be seen as two or three changes; thousands of reads must not be seen at all.
    assert!(version(&page) - before < 5, "{before} became {}", version(&page));
}

#[test]
fn templates_can_come_go_and_be_wrong() {
    let workspace = Workspace::sound();
    let preview = Preview::of(&workspace, &[]);
    let path = "templates/site/base.html";
    let footer = |text: &str| {
        let text = format!("{{% block footer %}}{text}{{% endblock %}}");
        let base = "{% extends \"builtin/site/base.html\" %}";
        write(&workspace, path, &format!("{base}\n{text}\n"));
    };
    std::fs::create_dir_all(workspace.path("templates/site")).unwrap();
    let ours = |page: &Answer| page.body.contains("Our own footer");
    preview.after(|| footer("Our own footer"), "/", ours);
    let says = |text: &'static str| move |page: &Answer| page.body.contains(text);
    let wrong = says("templates/site/base.html:2");
    let index = preview.after(|| footer("{{ no.such }}"), "/", wrong);
    assert_eq!(index.status, 500);
    assert!(!ours(&index), "the last good page is gone");
    assert!(wrong(&preview.get(PAGE)));
    let wrong = says("templates/site/base.html:1");
    preview.after(|| write(&workspace, path, "{% if %}"), "/anything.html", wrong);
    let remove = || std::fs::remove_file(workspace.path(path)).unwrap();
    let index = preview.after(remove, "/", |page| page.status == 200);
    assert!(!index.body.contains("templates/site"), "{}", index.body);
}

#[test]
fn what_is_wrong_stands_in_the_page_and_blanks_no_other() {
    let other = FACTS.replace("Checkout failed", "It failed again").replace("05-0", "05-1");
    let workspace = Workspace::sound().incident("2024-05-12-other", &other, REPORT);
    let preview = Preview::of(&workspace, &[]);
    let is_clean = |page: &Answer| !page.body.contains("<aside class=\"incident-preview");
    assert!(is_clean(&preview.get("/")));
    let broken = FACTS.replace("severity = \"major\"", "severity = ");
    let is_told = |page: &Answer| page.body.contains(FACTS_PATH) && page.body.contains("line 3:");
    preview.after(|| write(&workspace, FACTS_PATH, &broken), PAGE, is_told);
    let other = preview.get("/incidents/2024-05-12-other/");
    assert_eq!(other.status, 200);
    assert!(other.body.contains("It failed again") && is_told(&other));
    assert!(is_told(&preview.get("/")));
    let says = |text: &'static str| move |page: &Answer| page.body.contains(text);
    let late = FACTS.replace("resolved = 2024-05-02T10:40", "resolved = 2024-05-02T09:40");
    let refused = says("[resolved-before-started]");
    let page = preview.after(|| write(&workspace, FACTS_PATH, &late), PAGE, refused);
    assert_eq!(page.status, 200);
    let odd = || write(&workspace, "incident.toml", "titel = 1\n");
    preview.after(odd, PAGE, says("incident.toml</p>"));
    preview.after(
        || write(&workspace, "incident.toml", CONFIG),
        PAGE,
        |page| !page.body.contains("incident.toml</p>"),
    );
    preview.after(|| write(&workspace, FACTS_PATH, FACTS), PAGE, is_clean);
}

#[test]
fn what_an_incident_links_to_comes_and_goes() {
    let report =
        REPORT.replace("payments failed.", "payments failed, [again](../2024-05-01-gone/).");
    let workspace = Workspace::new().incident(ID, FACTS, &report);
    let preview = Preview::of(&workspace, &[]);
    let says = "there is no incident `2024-05-01-gone`";
    let is_said = move |page: &Answer| page.body.contains(says);
    assert!(is_said(&preview.get(PAGE)));
    let gone = workspace.path("incidents/2024-05-01-gone");
    let come = || {
        std::fs::create_dir(&gone).unwrap();
        std::fs::write(gone.join("report.md"), REPORT).unwrap();
        std::fs::write(gone.join("facts.toml"), FACTS).unwrap();
    };
    preview.after(come, PAGE, move |page| !is_said(page));
    preview.after(|| std::fs::remove_dir_all(&gone).unwrap(), PAGE, is_said);
}

#[test]
fn a_place_that_an_incident_links_to_comes_and_goes() {
    let other = "2024-05-01-before";
    let link = format!("payments failed, [again](../{other}/#detail).");
    let report = REPORT.replace("payments failed.", &link);
    let workspace = Workspace::new().incident(ID, FACTS, &report).incident(other, FACTS, REPORT);
    let preview = Preview::of(&workspace, &[]);
    let is_said = move |page: &Answer| page.body.contains("makes the anchor `#detail`");
    assert!(is_said(&preview.get(PAGE)));
    let path = format!("incidents/{other}/report.md");
    let with = REPORT.replace("## Timeline", "### Detail\n\nMore.\n\n## Timeline");
    preview.after(|| write(&workspace, &path, &with), PAGE, move |page| !is_said(page));
    preview.after(|| write(&workspace, &path, REPORT), PAGE, is_said);
}

#[test]
fn a_secret_in_the_files_is_not_repeated() {
    let text = "text = \"The agent was started with token=Zk3vQ81mXw0b\"";
    let facts = FACTS.replace("text = \"An alarm rang\"", text);
    let workspace = Workspace::new().incident(ID, &facts, REPORT);
    let page = Preview::of(&workspace, &["--audience", "customers"]).get(PAGE);
    let (_, panel) = page.body.split_once("<aside class=\"incident-preview").expect("a finding");
    let (panel, _) = panel.split_once("</aside>").unwrap();
    assert!(panel.contains("[secret]"), "{panel}");
    assert!(!panel.contains("Zk3vQ81mXw0b"), "{panel}");
}

#[test]
fn facts_that_cannot_be_read_leave_a_page_that_says_so() {
    let workspace = Workspace::sound();
    let preview = Preview::of(&workspace, &[]);
    let gone = || std::fs::remove_file(workspace.path(FACTS_PATH)).unwrap();
    let page = preview.after(gone, PAGE, |page| page.status == 500);
    assert!(page.body.contains("facts.toml is missing"), "{}", page.body);
    assert!(page.body.contains("EventSource"), "it reloads when the file is back");
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn drafts_are_shown_as_the_audience_would_see_them_and_are_marked() {
    let draft = FACTS
        .replace("\"published\"", "\"drafting\"")
        .replace("published = 2024-05-03T09:00:00\n", "");
    let report = format!(
        "{REPORT}\n## Who did what {{.customers}}\n\nfor-customers-only\n\n## Notes\n\nfor-us-only\n"
    );
    let workspace = Workspace::new().incident(ID, &draft, &report);
    let seen = |audience: &str| {
        let page = Preview::of(&workspace, &["--audience", audience]).get(PAGE).body;
        assert!(page.contains("A certificate had run out."), "{audience}: {page}");
        assert!(page.contains("Draft – this report is not published"), "{audience}");
        (page.contains("for-customers-only"), page.contains("for-us-only"))
    };
    assert_eq!(seen("public"), (false, false));
    assert_eq!(seen("customers"), (true, false));
    assert_eq!(seen("internal"), (true, true));
    let preview = Preview::of(&workspace, &[]);
    assert!(preview.get("/history/").body.contains("Draft of a report"));
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
    for (path, bytes) in workspace.files("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("A certificate had run out."), "{path}");
    }
}

#[test]
fn attachments_are_those_that_readers_get_and_run_nothing() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Orders</title></svg>";
    let shown = "Card payments failed. ![A graph](graph.svg) ![Another](bad.svg)";
    let report = REPORT.replace("Card payments failed.", shown);
    let workspace = Workspace::new()
        .incident(ID, FACTS, &report)
        .file(&format!("incidents/{ID}/graph.svg"), svg)
        .file(&format!("incidents/{ID}/bad.svg"), svg.replace("title", "script"))
        .file(&format!("incidents/{ID}/notes.html"), "<script>alert(1)</script>");
    let preview = Preview::of(&workspace, &[]);
    let graph = preview.get(&format!("{PAGE}graph.svg"));
    assert_eq!((graph.status, graph.body.as_str()), (200, svg));
    assert!(graph.policy().contains("sandbox") && graph.head.contains("nosniff"), "{graph:?}");
    let bad = preview.get(&format!("{PAGE}bad.svg"));
    assert!(bad.status == 500 && !bad.body.contains("Orders"), "{bad:?}");
    assert_eq!(preview.get(&format!("{PAGE}notes.html")).status, 404);
    for name in ["facts.toml", "report.md"] {
        assert_eq!(preview.get(&format!("{PAGE}{name}")).status, 404, "{name}");
    }
}

#[test]
fn nothing_else_can_be_reached() {
    let workspace = Workspace::sound().file("secret.txt", "canary");
    let preview = Preview::of(&workspace, &[]);
    for path in [
        "/secret.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/incidents/../../secret.txt",
        "/incidents/2024-05-02-checkout/../../../secret.txt",
        "/..%2fsecret.txt",
        "/incidents/%2e%2e%2f%2e%2e%2fsecret.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/incident.toml",
        "/incidents/",
        "/api/",
        "/api/v2/",
        "/incidents/2024-05-02-checkout/facts.toml",
        "/.incident/",
        "/.git/config",
        "/incidents/2024-05-02-checkout\\facts.toml",
        "/a%00b",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("Page not found"), "{path}: the site's own page");
        assert!(answer.body.contains("href=\"/style.css\""), "its links work at any depth");
        assert!(!answer.body.contains("canary"), "{path}");
    }
    let folder = preview.get("/incidents/2024-05-02-checkout");
    assert_eq!(folder.status, 301);
    assert!(folder.head.ends_with(&format!("\r\nLocation: {PAGE}")), "{}", folder.head);
    for (method, status) in
        [("POST", 405), ("PUT", 405), ("DELETE", 405), ("OPTIONS", 405), ("HEAD", 200)]
    {
        let answer = preview.ask(method, "/");
        assert_eq!(answer.status, status, "{method}");
        assert!(method != "HEAD" || answer.body.is_empty(), "{}", answer.body);
    }
}

#[test]
fn other_names_for_this_machine_are_refused() {
    let workspace = Workspace::sound();
    let preview = Preview::of(&workspace, &[]);
    let port = preview.port;
    let with_host = |host: &str| {
        preview.send(format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n").as_bytes())
    };
    for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1"] {
        let answer = with_host(&format!("Host: {host}\r\n"));
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.body.contains("Checkout"), "{host}: {}", answer.body);
    }
    assert_eq!(with_host("").status, 400);
    assert_eq!(with_host(&format!("Host: localhost:{port}\r\nHost: evil.example\r\n")).status, 400);
    assert_eq!(with_host(&format!("Host: localhost:{port}\r\n")).status, 200);
    let events =
        preview.send(b"GET /.incident/events?seen=0 HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert_eq!(events.status, 421);
    assert_eq!(preview.send(b"nonsense\r\n\r\n").status, 400);
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", "a".repeat(20_000));
    assert_eq!(preview.send(long.as_bytes()).status, 431);
    assert_eq!(preview.get("/").status, 200, "it is still there");
}

#[test]
fn ctrl_c_ends_it_well() {
    let workspace = Workspace::sound();
    let mut preview = Preview::of(&workspace, &[]);
    let pid = preview.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_said() {
    let workspace = Workspace::sound();
    let preview = Preview::of(&workspace, &[]);
    let run = workspace.run(["serve", "--port", &preview.port.to_string()]).code(2);
    assert!(run.stderr.contains("cannot listen on port"), "{}", run.stderr);
    assert!(run.stderr.contains("--port 0"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}
