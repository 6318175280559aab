//! `incident init` and `incident new`.

use expectrl::{ControlCode, Eof, Expect as _};

use crate::git::git;
use crate::support::Workspace;
use crate::terminal::{finish, spawn};

#[test]
fn init_makes_a_workspace_that_is_clean_and_can_be_rendered() {
    let workspace = Workspace::bare();
    let run = workspace
        .run(["init", "--title", "A \"quoted\" title", "--timezone", "Asia/Tokyo"])
        .code(0);
    assert!(run.stdout.contains("incident.toml\n"), "{}", run.stdout);
    assert!(workspace.read("incident.toml").contains(r#"A "quoted" title"#));
    workspace.run(["check"]).code(0);
    workspace.run(["new", "First", "--template", "house"]).code(0);
    workspace.run(["check"]).code(0);
    workspace.run(["render"]).code(0);
}

#[test]
fn init_leaves_what_is_there() {
    let workspace = Workspace::bare().file("incident.toml", "title = \"mine\"\n");
    workspace.run(["init", "--ci", "github"]).code(0);
    assert_eq!(workspace.read("incident.toml"), "title = \"mine\"\n");
    assert!(workspace.path(".github/workflows/incidents.yml").exists());
}

#[test]
fn init_keeps_the_outputs_out_of_git() {
    let workspace = Workspace::bare().file("a", "").in_git();
    let root = workspace.path("");
    let run = workspace.run(["init"]).code(0);
    assert!(run.stdout.ends_with(".gitattributes\n.gitignore\n"), "{}", run.stdout);
    let said = ".gitignore keeps what is rendered, in public/, out of git.\n";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(workspace.read(".gitignore"), "/public/\n");
    workspace.run(["render"]).code(0);
    assert!(!git(&root, &["status", "--porcelain", "-uall"]).contains("public"));
    let again = workspace.run(["init"]).code(0);
    assert!(again.stderr.contains("git ignores public/ already.\n"), "{}", again.stderr);
    assert_eq!(again.stdout, "");
    assert_eq!(workspace.read(".gitignore"), "/public/\n");
    let config = "[output]\ndir = \"out/[a]*\"\n";
    let workspace = workspace.file("incident.toml", config).file(".gitignore", "*.log");
    workspace.run(["init"]).code(0);
    assert_eq!(workspace.read(".gitignore"), "*.log\n/out/\\[a]\\*/\n");
    workspace.run(["render"]).code(0);
    std::fs::remove_dir_all(workspace.path("public")).unwrap();
    assert!(!git(&root, &["status", "--porcelain", "-uall"]).contains("out/"));
}

#[test]
fn init_ignores_nothing_that_git_knows_or_outside_of_a_repository() {
    let workspace = Workspace::bare();
    let run = workspace.run(["init"]).code(0);
    assert!(!run.stdout.contains(".gitignore") && !workspace.path(".gitignore").exists());
    for known in
        ["public", "ops/public/*", "/ops/public/", "**/public/**", "/ops/public/*\n!*/.keep"]
    {
        let workspace = Workspace::bare().file(".gitignore", known).in_git();
        let run = workspace.run(["init", "ops"]).code(0);
        assert!(run.stderr.contains("git ignores public/ already."), "{known}: {}", run.stderr);
        assert!(!workspace.path("ops/.gitignore").exists(), "{known}");
    }
    for other in ["publi", "/public/", "public/*", "public/site/", "!public"] {
        let workspace = Workspace::bare().file(".gitignore", other).in_git();
        workspace.run(["init", "ops"]).code(0);
        assert_eq!(workspace.read("ops/.gitignore"), "/public/\n", "{other}");
    }
    let workspace = Workspace::bare().file("public/site/index.html", "").in_git();
    let run = workspace.run(["init"]).code(0);
    assert!(run.stderr.contains("git tracks files in public/"), "{}", run.stderr);
    assert!(!workspace.path(".gitignore").exists());
}

#[test]
fn init_refuses_an_unknown_zone() {
    let run = Workspace::bare().run(["init", "--timezone", "Mars/Olympus"]).code(2);
    assert!(run.stderr.contains("no time zone is called \"Mars/Olympus\""), "{}", run.stderr);
}

#[test]
fn every_scaffold_is_clean_from_the_start() {
    for template in ["full", "brief", "maintenance"] {
        let workspace = Workspace::new();
        let run = workspace
            .run([
                "new",
                "Störung \"im\" Bezahlen\\",
                "--started",
                "2024-05-02T10:00",
                "--template",
                template,
                "--component",
                "checkout",
            ])
            .code(0);
        assert_eq!(run.stdout, "2024-05-02-storung-im-bezahlen\n");
        let check = workspace.run(["check", "--format", "concise"]).code(0);
        assert_eq!(check.stdout, "", "{template}");
        let show = workspace.run(["show", "storung"]).code(0);
        assert!(show.stdout.contains("Störung \"im\" Bezahlen\\"), "{}", show.stdout);
    }
}

#[test]
fn off_a_terminal_what_is_missing_is_named() {
    let workspace = Workspace::new();
    let run = workspace.run(["new"]).code(2);
    assert!(run.stderr.contains("TITLE is missing"), "{}", run.stderr);
    assert!(!workspace.path("incidents").exists());
}

#[test]
fn wrong_answers_are_refused_before_anything_is_made() {
    let workspace = Workspace::new();
    for (arguments, expected) in [
        (["--severity", "huge"], "--severity takes one of: minor, major, critical"),
        (["--component", "nope"], "it is one of: checkout"),
        (["--template", "nope"], "--template takes one of: brief, full, maintenance"),
        (["--timezone", "nope"], "no time zone is called \"nope\""),
        (["--slug", "../up"], "cannot be part of an id"),
    ] {
        let run = workspace.run([["new", "x"], arguments].concat()).code(2);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    assert!(!workspace.path("incidents").exists());
}

#[test]
fn nothing_is_overwritten() {
    let workspace = Workspace::new();
    let arguments = ["new", "Down", "--started", "2024-05-02T10:00"];
    workspace.run(arguments).code(0);
    let before = workspace.files("");
    let run = workspace.run(arguments).code(2);
    assert!(run.stderr.contains("is there already; nothing was changed"), "{}", run.stderr);
    assert!(run.stderr.contains("--slug"), "{}", run.stderr);
    assert_eq!(workspace.files(""), before);
}

#[test]
fn a_start_that_clocks_show_twice_is_asked_about() {
    let workspace = Workspace::new();
    let new = ["new", "Down", "--timezone", "Europe/Zurich", "--started"];
    let run = workspace.run([&new[..], &["2024-10-27T02:30"]].concat()).code(2);
    assert!(run.stderr.contains("which one is meant?"), "{}", run.stderr);
    workspace.run([&new[..], &["2024-10-27T02:30:00+01:00"]].concat()).code(0);
    workspace.run(["check"]).code(0);
}

#[test]
fn the_author_comes_from_git() {
    let workspace = Workspace::new();
    let repository = git2::Repository::init(workspace.path("")).unwrap();
    repository.config().unwrap().set_str("user.name", "Zoë \"Z\" Ångström").unwrap();
    workspace.run(["new", "Down", "--started", "2024-05-02T10:00"]).code(0);
    let facts = workspace.read("incidents/2024-05-02-down/facts.toml");
    assert!(facts.contains("Zoë \"Z\" Ångström"), "{facts}");
    workspace.run(["check"]).code(0);
}

#[test]
fn a_house_template_is_used_and_named_when_it_is_wrong() {
    let workspace = Workspace::new()
        .file(
            "templates/new/house/facts.toml",
            "title = {{ title | toml }}\nstarted = {{ started }}\n",
        )
        .file("templates/new/house/report.md", "## Summary\n\n{{ nothing }}\n");
    let run = workspace.run(["new", "Down", "--template", "house"]).code(2);
    assert!(run.stderr.contains("templates/new/house/report.md:3: "), "{}", run.stderr);
    assert!(!workspace.path("incidents").exists(), "a template error writes nothing");
    let workspace = workspace.file("templates/new/house/report.md", "## Summary\n\nHouse.\n");
    workspace.run(["new", "Down", "--started", "2024-05-02T10:00", "--template", "house"]).code(0);
    assert!(workspace.read("incidents/2024-05-02-down/report.md").contains("House."));
}

#[test]
fn on_a_terminal_what_no_flag_says_is_asked() {
    let workspace = Workspace::new();
    let mut session = spawn(&workspace, &["new"], &[]);
    session.expect("What is happening").unwrap();
    session.send_line("Card payments fail").unwrap();
    session.expect("When did it begin (UTC time)?").unwrap();
    session.send_line("").unwrap();
    session.expect("How bad is it?").unwrap();
    session.send("\u{1b}[B\u{1b}[B").unwrap();
    session.send_line("").unwrap();
    session.expect("What is affected?").unwrap();
    session.send(" ").unwrap();
    session.send_line("").unwrap();
    session.expect("card-payments-fail").unwrap();
    session.expect(Eof).unwrap();
    let (path, facts) = &workspace.files("incidents")[0];
    let facts = String::from_utf8(facts.clone()).unwrap();
    assert!(path.ends_with("card-payments-fail/facts.toml"), "{path}");
    assert!(facts.contains("severity   = \"major\""), "{facts}");
    assert!(facts.contains("components = [\"checkout\"]"), "{facts}");
}

/// Enter alone made a critical incident that everybody could see.
#[test]
fn a_severity_that_nobody_chose_is_none() {
    let workspace = Workspace::new();
    let mut session = spawn(&workspace, &["new", "Card payments fail"], &[]);
    session.expect("When did it begin").unwrap();
    session.send_line("10 min ago").unwrap();
    session.expect("How bad is it?").unwrap();
    session.expect("not known yet").unwrap();
    session.send_line("").unwrap();
    session.expect("What is affected?").unwrap();
    session.send_line("").unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 0, "{seen}");
    let (_, facts) = &workspace.files("incidents")[0];
    let facts = String::from_utf8(facts.clone()).unwrap();
    assert!(!facts.lines().any(|line| line.starts_with("severity")), "{facts}");
    assert!(facts.contains("# severity ="), "{facts}");
}

#[test]
fn the_window_of_maintenance_is_asked_for() {
    let workspace = Workspace::new();
    let arguments = ["new", "New room", "--template", "maintenance"];
    let mut session = spawn(&workspace, &arguments, &[]);
    session.expect("When does it begin (UTC time)?").unwrap();
    session.send_line("2999-12-25 22:00").unwrap();
    session.expect("When will it end").unwrap();
    session.send_line("90 min").unwrap();
    session.expect("What is affected?").unwrap();
    session.send_line("").unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 0, "{seen}");
    let facts = workspace.read("incidents/2999-12-25-new-room/facts.toml");
    let window = "scheduled  = { start = 2999-12-25T22:00:00, end = 2999-12-25T23:30:00 }\n";
    assert!(facts.contains(window), "{facts}");
}

/// A line feed in a title was written down as it was.
#[test]
fn a_title_is_one_line() {
    for title in ["a\nb", "a\tb", "a\u{1b}[31mb", "a\u{202e}b"] {
        let workspace = Workspace::new();
        let run = workspace.run(["new", title]).code(2);
        assert!(run.stderr.contains("one line, without control characters"), "{}", run.stderr);
        assert!(!workspace.path("incidents").exists());
    }
    Workspace::new().run(["new", " a b\n"]).code(0);
}

#[test]
fn control_c_leaves_nothing_behind() {
    let answers =
        [("Down", "When did it begin"), ("", "How bad is it?"), ("", "What is affected?")];
    for answered in 0..=answers.len() {
        let workspace = Workspace::new();
        let mut session = spawn(&workspace, &["new"], &[]);
        session.expect("What is happening").unwrap();
        for (answer, next) in answers.iter().take(answered) {
            session.send_line(answer).unwrap();
            session.expect(*next).unwrap();
        }
        session.send(ControlCode::EndOfText).unwrap();
        let (seen, code) = finish(session);
        assert_eq!(code, 2, "after {answered} answers: {seen}");
        assert!(!workspace.path("incidents").exists(), "after {answered} answers");
        let hidden = seen.rfind("\u{1b}[?25l").map_or(0, |at| at + 1);
        assert!(seen[hidden..].contains("\u{1b}[?25h"), "the cursor is hidden: {seen:?}");
    }
}

#[test]
fn flags_leave_no_question() {
    let workspace = Workspace::new();
    let mut session = spawn(&workspace, &["new", "Down", "--no-input"], &[]);
    session.expect("-down").unwrap();
    session.expect(Eof).unwrap();
    assert_eq!(workspace.files("incidents").len(), 2);
}
