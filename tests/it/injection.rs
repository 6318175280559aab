//! Text of pull requests that terminals and the programs of CI jobs would act on: escape
//! sequences, bidirectional overrides, workflow commands. It comes out inert wherever it stands
//! and in whatever form it is shown.

use ::incident::config::Config;
use ::incident::diagnostic::emit::{self, HumanOptions, Sources};
use ::incident::diagnostic::{Finding, Level};
use ::incident::source::{Span, acts, inert, without_commands};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{FACTS, REPORT, Workspace, incident};

/// What somebody reads into a log, and pieces that become it when others are taken out.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "::add-mask::",
        "::set-output name=a::",
        "::error file=x,line=1::",
        "::group::",
        "::stop-commands::x",
        "::",
        ":",
        "##[group]",
        "##[add-mask]",
        "##vso[task.complete]",
        "##",
        "#",
        "[",
        "vso[",
        "\u{1b}[2J",
        "\u{1b}]0;x\u{7}",
        "\u{1b}",
        "\u{9b}31m",
        "\u{202e}",
        "\u{2066}",
        "\u{2069}",
        "\n",
        "\r",
        "\r\n",
        "\u{2028}",
        "\u{85}",
        "\u{b}",
        "\t",
        " ",
        "\u{8}",
        "\u{7f}",
        "a",
        "é",
        "🙂",
        "%0A",
        "%",
        ",",
        "\"",
        "'",
        "\\",
        "{0}",
        "<b>",
        "]]>",
        "&",
        "|",
        "`",
        "\u{fffe}",
        "\u{feff}",
    ]);
    proptest::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

/// Why a text acts on a terminal or a log, if it does. `own` begins the commands that the format
/// itself consists of.
fn fault(text: &str, own: &str) -> Option<String> {
    let ends = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    if let Some(character) = text.chars().find(|character| acts(*character)) {
        return Some(format!("{character:?} in {text:?}"));
    }
    if text.contains("##[") || text.contains("##vso[") {
        return Some(format!("a command in {text:?}"));
    }
    let is_command = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("::")
            && line[2..].contains("::")
            && (own.is_empty() || !line.starts_with(own))
    };
    text.split(ends).find(is_command).map(|line| format!("the command {line:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_inert_text_is_inert_and_stays(text in hostile()) {
        let shown = inert(&text);
        prop_assert_eq!(fault(&shown, ""), None);
        prop_assert_eq!(inert(&shown), shown.as_ref());
        prop_assert_eq!(without_commands(&shown), shown.as_ref());
    }

    #[test]
    fn findings_are_inert_in_every_format(
        message in hostile(),
        help in hostile(),
        label in hostile(),
        name in hostile(),
        source in hostile(),
    ) {
        let file = format!("incidents/{name}/facts.toml");
        let end = source.floor_char_boundary(source.len() / 2);
        let findings = [
            Finding::error("rule", &file, Span::new(0, end), message)
                .help(help)
                .label(label.clone())
                .related(&file, Span::new(end, source.len()), label),
        ];
        let mut sources = Sources::default();
        sources.insert(&file, &source);
        let sources = sources.below("a");
        let human = HumanOptions { color: false, width: 80, most: 9 };
        for (format, text, own) in [
            ("human", emit::human(&findings, &sources, human), ""),
            ("concise", emit::concise(&findings, &sources), ""),
            ("json", emit::json(&findings, &sources), ""),
            ("github", emit::github(&findings, &sources), "::error file=a/incidents/"),
            ("summary", emit::github_summary(&findings, &sources), ""),
            ("gitlab", emit::gitlab(&findings, &sources), ""),
            ("sarif", emit::sarif(&findings, &sources, &[]), ""),
            ("junit", emit::junit(&findings, &sources, Level::Error), ""),
        ] {
            prop_assert_eq!(fault(&text, own), None, "{}", format);
        }
        let commands = emit::github(&findings, &sources);
        prop_assert_eq!(commands.matches("::error file=a/").count(), 1);
        prop_assert_eq!(emit::concise(&findings, &sources).lines().count(), 1);
    }

    #[test]
    fn a_diff_is_shown_inert(path in hostile(), before in hostile(), after in hostile()) {
        let diff = emit::diff(&format!("incidents/{path}/facts.toml"), &before, &after);
        let shown = emit::shown_diff(&diff).replace("\r\n", "\n");
        prop_assert_eq!(fault(shown.strip_suffix('\r').unwrap_or(&shown), ""), None);
    }

    #[test]
    fn an_incident_is_shown_inert(text in hostile()) {
        let literal = Value::from(text.as_str()).to_string().replace("\\u2028", "\u{2028}");
        let facts = FACTS
            .replace("\"Checkout failed for card payments\"", &literal)
            .replace("\"An alarm rang\"", &literal)
            .replace("\"We are looking into failing card payments.\"", &literal)
            .replace("\"payments\"", &literal);
        let report = REPORT.replace("Card payments failed.", &text);
        let file = |name: &str, text: &str| {
            ::incident::source::FileSource::from_bytes(name.to_owned(), text.into())
        };
        let source = ::incident::source::IncidentSource {
            id: "2024-05-02-x".to_owned(),
            facts: file("facts.toml", &facts),
            report: file("report.md", &report),
            ..Default::default()
        };
        let config = Config::default();
        let loaded = ::incident::load::incident(source, &config);
        let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap().fixed_offset();
        let incident = loaded.incident.unwrap();
        let audience = ::incident::view::Audience::Internal;
        let view = ::incident::view::View::new(&incident, audience, &config, now);
        let shown = ::incident::render::terminal::incident(&view, 60, false);
        prop_assert_eq!(fault(&without_commands(&shown), ""), None);
        prop_assert_eq!(fault(&emit::to_json(&view), ""), None);
    }
}

/// In a folder's name, and so in every path.
const ID: &str = "2024-05-02-x\n::add-mask::y\u{1b}[2J##[group]\u{202e}";

/// A workspace with hostile text wherever text may stand, and a hostile author.
fn workspace() -> Workspace {
    let evil = "\\n::set-output name=a::b\\u001b[2J ##[group] ##vso[task.complete] \\u202e";
    let facts = format!(
        "title = \"x{evil}\"\nstate = \"publishd{evil}\"\nseverity = \"{evil}\"\n\
         components = [\"{evil}\"]\nbyline = \"{evil}\"\nstarted = 2024-05-02T10:00:00Z\n\
         titel = \"\"\"\n::add-mask::x\n\u{9}##[group]\n\"\"\"\n[roles]\ncommander = \"Eve Mallory\"\n\
         [counts]\n\"{evil}\" = \"x\"\n\
         [[timeline]]\nat = 2024-05-02T10:05:00Z\ntext = \"Eve Mallory{evil}\"\naudience = \"public\"\n\
         [[action]]\ntitle = \"{evil}\"\nowner = \"{evil}\"\n"
    );
    let report = "## Summary\n\nEve Mallory said 10.0.0.1.\n::add-mask::x\n\u{1b}[2J\r::group::y\n\n\
                  ![](##[x.png)\n<!-- incident-allow: \u{1b}[2Jnope ::x:: -->\n";
    let workspace = Workspace::new().incident(ID, &facts, report).file(
        "incident.toml",
        format!("title = \"{evil}\"\n[[component]]\nid = \"{evil}\"\nname = \"{evil}\"\n[rules]\n\"{evil}\" = \"off\"\n"),
    );
    let repository = git2::Repository::init(workspace.path("")).unwrap();
    let author = git2::Signature::now("Eve ##[group]\u{1b}[2J", "eve@example.com").unwrap();
    let mut index = repository.index().unwrap();
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    repository.commit(Some("HEAD"), &author, &author, "x", &tree, &[]).unwrap();
    workspace
}

#[test]
fn no_command_prints_what_acts() {
    let workspace = workspace();
    let formats = ["human", "concise", "json", "github", "gitlab", "sarif", "junit"];
    let mut runs: Vec<Vec<&str>> =
        formats.iter().map(|format| vec!["check", "--format", format]).collect();
    runs.extend([
        vec!["check", "--diff", "--unsafe-fixes"],
        vec!["check", "--verbose"],
        vec!["check", "--changed", "no\n::x::\u{1b}[2J"],
        vec!["check", "no-such\n::x::\u{1b}[2J"],
        vec!["check", "2024"],
        vec!["list"],
        vec!["list", "--json"],
        vec!["show", "2024"],
        vec!["show", "2024", "--json"],
        vec!["render"],
        vec!["render", "--out", "a\n::x::\u{1b}[2J"],
        vec!["explain", "x\n::x::\u{1b}[2J"],
        vec!["new", "x", "--severity", "y\n::x::\u{1b}[2J"],
        vec!["new", "x", "--component", "y\n::x::\u{1b}[2J"],
        vec!["new", "x", "--template", "y\n::x::\u{1b}[2J"],
    ]);
    for arguments in runs {
        let run = workspace.run(&arguments);
        let own = if arguments.contains(&"github") { "::error file=" } else { "" };
        for text in [&run.stdout, &run.stderr] {
            assert_eq!(fault(text, own), None, "{arguments:?}");
        }
    }
}

#[test]
fn what_undo_would_take_back_is_shown_inert() {
    let id = "2024-05-02-x\u{1b}[2J";
    let facts = "title = \"x\"\nstate = \"ongoing\"\nstarted = 2024-05-02T10:00:00Z\n\
                 # ::add-mask::x \u{9b}2J\u{202e} ##[group]\n";
    let workspace = Workspace::new().incident(id, facts, "");
    workspace.run(["log", "--at", "2024-05-02T10:05:00Z", "It is back \u{202e}##[group]"]).code(0);
    let run = workspace.run(["undo", "--dry-run"]).code(0);
    assert!(run.stdout.contains("-text = \"It is back"), "{}", run.stdout);
    assert_eq!(fault(&run.stdout, ""), None);
    assert!(run.stderr.contains("`> FILE` writes all of it"), "{}", run.stderr);
    let path = format!("incidents/{id}/facts.toml");
    let changed = workspace.read(&path) + "# \u{1b}[2J\n";
    let workspace = workspace.file(&path, changed);
    let run = workspace.run(["undo"]).code(2);
    assert!(run.stderr.contains("by hand"), "{}", run.stderr);
    assert_eq!(fault(&run.stderr, ""), None);
}

#[test]
fn a_diff_in_a_file_is_whole_and_git_applies_it() {
    let id = "2024-05-02-x\n::y::\u{1b}";
    let facts = "title = \"x\"\n# ::add-mask::x \u{9b}##[group]\nstate = \"publishd\"\n";
    let workspace = Workspace::new().incident(id, facts, REPORT);
    let patch = workspace.path("fix.patch");
    let arguments = ["check", "--diff", "--unsafe-fixes"];
    let file = std::fs::File::create(&patch).unwrap();
    let status = incident(&workspace.path("")).args(arguments).stdout(file).status().unwrap();
    assert_eq!(status.code(), Some(1));
    let git = |arguments: &[&str]| {
        let folder = workspace.path("");
        let output = std::process::Command::new("git").args(arguments).current_dir(folder).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["apply", "fix.patch"]);
    let path = format!("incidents/{id}/facts.toml");
    assert_eq!(workspace.read(&path), facts.replace("publishd", "published"));
    let workspace = Workspace::new().incident(id, facts, REPORT);
    let run = workspace.run(arguments).code(1);
    assert_eq!(fault(&run.stdout, ""), None);
    assert!(run.stderr.contains("`> FILE` writes all of it"), "{}", run.stderr);
}
