//! `incident render` again: what depends on a change is made again, and all of it comes out as if
//! everything had been.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;

use crate::email::SENDER;
use crate::support::{CONFIG, FACTS, REPORT, Workspace, files_below};

/// Ids that incidents of a sequence of edits can have. Two are one where case does not count.
const IDS: [&str; 4] =
    ["2024-05-02-checkout", "2024-05-03-search", "2024-05-04-login", "2024-05-04-Login"];

/// An edit of a workspace or of its outputs.
#[derive(Clone, Debug)]
enum Edit {
    /// An incident is written: its place in [`IDS`], its facts, its report.
    Write(usize, usize, usize),
    /// Its report is replaced by one of the same length, with the same time of writing.
    Disguise(usize),
    /// Its files are written again as they are.
    Touch(usize),
    Remove(usize),
    Rename(usize, usize),
    Attach(usize, &'static str, &'static str),
    Detach(usize, &'static str),
    Configure(usize),
    Override(Option<&'static str>),
    /// An output is changed by hand, by its place among all.
    ChangeOutput(usize),
    RemoveOutput(usize),
    RemoveOutputs(&'static str),
    DamageRecords(usize),
    RemoveRecord(&'static str),
    /// The clock of the file system ticks.
    Wait,
}

/// A run of the command.
type Arguments = &'static [&'static str];

/// The first is the usual one.
const RUNS: [Arguments; 11] = [
    &["--now", "2024-06-01T12:00:00Z"],
    &["--now", "2024-06-01T12:30:00Z"],
    &["--now", "2024-06-01T23:00:00+12:00"],
    &["--now", "2024-07-09T12:00:00Z"],
    &["--now", "2024-06-01T12:00:00Z", "--to", "site"],
    &["--now", "2024-06-01T12:00:00Z", "--to", "site", "--audience", "internal"],
    &["--now", "2024-06-01T12:00:00Z", "--to", "email", "--to", "blog"],
    &["--now", "2024-06-01T12:00:00Z", "--to", "email", "--update", "latest"],
    &["--now", "2024-06-01T12:00:00Z", "--to", "email", "--flowed"],
    &["--now", "2024-06-01T12:00:00Z", "2024-05-02-checkout"],
    &["--now", "2024-06-01T12:00:00Z", "--to", "blog", "2024-05-03"],
];

fn edit() -> impl Strategy<Value = Edit> {
    let id = 0..IDS.len();
    let name = || prop_oneof![Just("graph.png"), Just("notes.txt")];
    let target = || prop_oneof![Just("site"), Just("email"), Just("blog")];
    prop_oneof![
        20 => (id.clone(), 0..6_usize, 0..7_usize)
            .prop_map(|(id, facts, report)| Edit::Write(id, facts, report)),
        1 => id.clone().prop_map(|id| Edit::Write(id, 6, 0)),
        6 => id.clone().prop_map(Edit::Disguise),
        3 => id.clone().prop_map(Edit::Touch),
        5 => id.clone().prop_map(Edit::Remove),
        5 => (id.clone(), id.clone()).prop_map(|(from, to)| Edit::Rename(from, to)),
        6 => (id.clone(), name(), prop_oneof![Just("one"), Just("two"), Just("more")])
            .prop_map(|(id, name, bytes)| Edit::Attach(id, name, bytes)),
        3 => (id, name()).prop_map(|(id, name)| Edit::Detach(id, name)),
        1 => (0..4_usize).prop_map(Edit::Configure),
        2 => prop_oneof![Just(None), Just(Some("said once")), Just(Some("said twice"))]
            .prop_map(Edit::Override),
        5 => any::<usize>().prop_map(Edit::ChangeOutput),
        3 => any::<usize>().prop_map(Edit::RemoveOutput),
        1 => target().prop_map(Edit::RemoveOutputs),
        1 => any::<usize>().prop_map(Edit::DamageRecords),
        1 => target().prop_map(Edit::RemoveRecord),
        20 => Just(Edit::Wait),
    ]
}

fn arguments() -> impl Strategy<Value = Arguments> {
    prop_oneof![4 => Just(RUNS[0]), 2 => Just(RUNS[1]), 1 => prop::sample::select(&RUNS[..])]
}

/// Published, published with a mail of an update, still going on, drafted, drafted without an
/// end, announced, faulty.
fn facts(kind: usize) -> String {
    let line = |start: &str| FACTS.lines().find(|line| line.starts_with(start)).unwrap();
    match kind {
        0 => FACTS.to_owned(),
        1 => FACTS.replace("We are looking into", "We know about"),
        2 => FACTS
            .replace("\"published\"", "\"ongoing\"")
            .replace(line("resolved"), "")
            .replace(line("published"), "")
            .replace("end = 2024-05-02T10:40:00", ""),
        3 => FACTS.replace("\"published\"", "\"drafting\"").replace(line("published"), ""),
        4 => FACTS
            .replace("\"published\"", "\"drafting\"")
            .replace(line("published"), "")
            .replace(line("resolved"), "")
            .replace("end = 2024-05-02T10:40:00", ""),
        5 => "title = \"New disks\"\nkind = \"maintenance\"\nstate = \"ongoing\"\n\
              components = [\"checkout\"]\n\
              scheduled = { start = 2024-07-01T10:00:00, end = 2024-07-01T12:00:00 }\n\
              [[update]]\nat = 2024-05-20T10:00:00\nstatus = \"scheduled\"\n\
              text = \"We will change disks.\"\n"
            .to_owned(),
        _ => "title = 1\n".to_owned(),
    }
}

fn report(kind: usize) -> String {
    let link = |id: &str| format!("As [before](https://status.example.com/incidents/{id}/).");
    let said = match kind {
        0 => "Card payments failed.".to_owned(),
        1 => "Card payments did not work.".to_owned(),
        2 => "Card payments failed, as ![a graph](graph.png) shows.".to_owned(),
        3 => format!("Card payments failed. {}", link(IDS[1])),
        4 => format!("Card payments failed. {}", link(IDS[0])),
        5 => "Card payments failed.\n\n### Detail\n\nAll of them.".to_owned(),
        _ => format!("Card payments failed [in detail](../{}/#detail).", IDS[0]),
    };
    REPORT.replace("Card payments failed.", &said)
}

/// Some rules are off, so that most of what is made up here can be rendered.
fn config(kind: usize) -> String {
    let (title, updates, duplicates) = match kind {
        0 => ("Example shop", "none", "warning"),
        1 => ("Example shop", "all", "warning"),
        2 => ("Another shop", "all", "warning"),
        _ => ("Example shop", "all", "error"),
    };
    let off = ["folder-date", "folder-name", "missing-attachment", "missing-section", "incomplete"];
    let off: String = off.iter().map(|rule| format!("{rule} = \"off\"\n")).collect();
    let config = CONFIG.replace("Example shop", title);
    format!(
        "{config}{SENDER}updates = \"{updates}\"\n[rules]\n{off}duplicate-id = \"{duplicates}\"\n"
    )
}

/// A workspace that is rendered again and again into `public`, and each time also from nothing.
struct Twice {
    workspace: Workspace,
    turn: usize,
}

impl Twice {
    fn new() -> Self {
        Self { workspace: Workspace::new().file("incident.toml", config(1)), turn: 0 }
    }

    fn folder(&self, id: usize) -> PathBuf {
        self.workspace.path("incidents").join(IDS[id])
    }

    fn edit(&self, edit: &Edit) {
        let path = |path: &str| self.workspace.path(path);
        // What is not there cannot be edited: the edit then does nothing.
        match edit {
            Edit::Write(id, kind, said) => {
                fs::create_dir_all(self.folder(*id)).unwrap();
                fs::write(self.folder(*id).join("facts.toml"), facts(*kind)).unwrap();
                fs::write(self.folder(*id).join("report.md"), report(*said)).unwrap();
            }
            Edit::Disguise(id) => disguise(&self.folder(*id).join("report.md"), |text| {
                text.replace("Card", "card").into_bytes()
            }),
            Edit::Touch(id) => {
                for (name, bytes) in files_below(&self.folder(*id)) {
                    fs::write(self.folder(*id).join(name), bytes).unwrap();
                }
            }
            Edit::Remove(id) => drop(fs::remove_dir_all(self.folder(*id))),
            Edit::Rename(from, to) => drop(fs::rename(self.folder(*from), self.folder(*to))),
            Edit::Attach(id, name, bytes) => drop(fs::write(self.folder(*id).join(name), bytes)),
            Edit::Detach(id, name) => drop(fs::remove_file(self.folder(*id).join(name))),
            Edit::Configure(kind) => fs::write(path("incident.toml"), config(*kind)).unwrap(),
            Edit::Override(None) => drop(fs::remove_dir_all(path("templates"))),
            Edit::Override(Some(said)) => {
                fs::create_dir_all(path("templates/site")).unwrap();
                let text = format!("{{% extends \"builtin/site/base.html\" %}}{{# {said} #}}");
                fs::write(path("templates/site/base.html"), text).unwrap();
            }
            Edit::ChangeOutput(place) => {
                if let Some(output) = self.output(*place) {
                    disguise(&output, |text| text.replace('e', "a").into_bytes());
                }
            }
            Edit::RemoveOutput(place) => drop(self.output(*place).map(fs::remove_file)),
            Edit::RemoveOutputs(target) => drop(fs::remove_dir_all(path("public").join(target))),
            Edit::DamageRecords(at) => {
                for record in self.records() {
                    let mut bytes = fs::read(&record).unwrap();
                    let at = at % bytes.len();
                    bytes[at] ^= 0x10;
                    fs::write(record, bytes).unwrap();
                }
            }
            Edit::RemoveRecord(target) => {
                drop(fs::remove_file(path(&format!("public/.incident-record-{target}"))));
            }
            Edit::Wait => std::thread::sleep(Duration::from_millis(30)),
        }
    }

    fn output(&self, place: usize) -> Option<PathBuf> {
        let mut outputs = self.workspace.outputs("public");
        outputs.retain(|(path, _)| !path.ends_with(".incident-manifest"));
        let (path, _) = outputs.get(place.checked_rem(outputs.len())?)?;
        Some(self.workspace.path("public").join(path))
    }

    fn records(&self) -> Vec<PathBuf> {
        let names = ["site", "email", "blog"].map(|target| format!(".incident-record-{target}"));
        let paths = names.map(|name| self.workspace.path("public").join(name));
        paths.into_iter().filter(|path| path.exists()).collect()
    }

    /// Renders into `public`, and into a copy of it in which nothing tells what was made from
    /// what; both must come to the same. A run for one incident needs to know which files are of it.
    fn render(&mut self, arguments: &[&str]) -> Result<(), TestCaseError> {
        self.turn += 1;
        let copy = format!("public-{:05}", self.turn);
        let names_one = arguments.iter().any(|argument| argument.starts_with("2024-05-0"));
        let copied = match names_one {
            true => self.workspace.files("public"),
            false => self.workspace.outputs("public"),
        };
        for (path, bytes) in copied {
            let path = self.workspace.path(&copy).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let run = |out: &str| self.workspace.run([&["render", "--out", out], arguments].concat());
        let (again, whole) = (run("public"), run(&copy));
        prop_assert_eq!(again.code, whole.code, "{}\n{}", again.stderr, whole.stderr);
        prop_assert_eq!(&again.stderr, &whole.stderr.replace(&copy, "public"));
        let (again, whole) = (self.workspace.outputs("public"), self.workspace.outputs(&copy));
        let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
            files.iter().map(|(path, _)| path.clone()).collect()
        };
        prop_assert_eq!(names(&again), names(&whole));
        for ((path, again), (_, whole)) in again.iter().zip(&whole) {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            prop_assert!(again == whole, "{}\n{}\n----\n{}", path, text(again), text(whole));
        }
        fs::remove_dir_all(self.workspace.path(&copy)).ok();
        Ok(())
    }
}

/// Other bytes, the same length, the same time of writing.
fn disguise(path: &Path, change: impl Fn(&str) -> Vec<u8>) {
    let Ok(text) = fs::read_to_string(path) else { return };
    let written = fs::metadata(path).unwrap().modified().unwrap();
    fs::write(path, change(&text)).unwrap();
    File::options().write(true).open(path).unwrap().set_modified(written).unwrap();
}

const NOW: [&str; 4] = ["render", "-v", "--now", "2024-06-01T12:00:00Z"];

/// Three sound incidents, rendered once, with files that look settled.
fn rendered() -> Workspace {
    let workspace =
        IDS[..3].iter().fold(Workspace::new().file("incident.toml", config(1)), |workspace, id| {
            workspace.incident(id, FACTS, REPORT)
        });
    std::thread::sleep(Duration::from_millis(30));
    workspace.run(NOW).code(0);
    workspace
}

/// How many of how many incidents a run rendered.
#[track_caller]
fn assert_renders(workspace: &Workspace, count: usize, all: usize) {
    let run = workspace.run(NOW).code(0);
    let said = format!("{count} of {all} incidents to render");
    assert!(run.stderr.contains(&said), "{said}:\n{}", run.stderr);
}

#[test]
fn only_what_has_changed_is_rendered() {
    let workspace = rendered();
    assert_renders(&workspace, 0, 3);
    let report = REPORT.replace("had run out", "was too old");
    let workspace = workspace.incident(IDS[1], FACTS, &report);
    assert_renders(&workspace, 1, 3);
    let page = workspace.read("public/site/incidents/2024-05-03-search/index.html");
    assert!(page.contains("was too old"));
    let workspace = workspace.incident("2024-05-05-new", FACTS, REPORT);
    assert_renders(&workspace, 1, 4);
    fs::remove_dir_all(workspace.path("incidents").join(IDS[0])).unwrap();
    assert_renders(&workspace, 0, 3);
    assert!(!workspace.path("public/site/incidents").join(IDS[0]).exists());
}

/// As in a fresh clone: other times, other inodes, the same bytes.
#[test]
fn files_that_are_written_again_are_compared_by_their_bytes() {
    let workspace = rendered();
    fs::rename(workspace.path("incidents"), workspace.path("before")).unwrap();
    let files = workspace.files("before").into_iter();
    let workspace = files.fold(workspace, |workspace, (path, bytes)| {
        workspace.file(&format!("incidents/{path}"), bytes)
    });
    assert_renders(&workspace, 0, 3);
    let files = workspace.outputs("public").into_iter();
    fs::rename(workspace.path("public/site"), workspace.path("site-before")).unwrap();
    let workspace = files.fold(workspace, |workspace, (path, bytes)| {
        workspace.file(&format!("public/{path}"), bytes)
    });
    assert_renders(&workspace, 0, 3);
}

#[test]
fn a_damaged_record_means_that_everything_is_rendered() {
    let workspace = rendered();
    let record = "public/.incident-record-site";
    let whole = fs::read(workspace.path(record)).unwrap();
    for at in [0, 20, 30, whole.len() / 2, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        for damaged in [&flipped, &whole[..at]] {
            fs::write(workspace.path(record), damaged).unwrap();
            assert_renders(&workspace, 3, 3);
            assert_renders(&workspace, 0, 3);
        }
    }
}

#[test]
fn a_report_is_checked_again_when_what_it_links_to_is_a_draft() {
    let workspace = rendered().incident(IDS[0], FACTS, &report(3));
    assert_renders(&workspace, 1, 3);
    let workspace = workspace.incident(IDS[1], &facts(3), REPORT);
    let run = workspace.run(NOW).code(1);
    assert!(run.stderr.contains("draft-linked"), "{}", run.stderr);
    let workspace = workspace.incident(IDS[1], FACTS, REPORT);
    assert_renders(&workspace, 0, 3);
}

#[test]
fn a_report_is_checked_again_when_the_place_that_it_links_to_goes() {
    let workspace = rendered().incident(IDS[0], FACTS, &report(5));
    let workspace = workspace.incident(IDS[1], FACTS, &report(6));
    assert_renders(&workspace, 2, 3);
    assert_renders(&workspace, 0, 3);
    let other = report(5).replace("All of them", "All");
    let workspace = workspace.incident(IDS[0], FACTS, &other);
    assert_renders(&workspace, 2, 3);
    assert_renders(&workspace, 0, 3);
    let workspace = workspace.incident(IDS[0], FACTS, &other.replace("Detail", "Details"));
    let run = workspace.run(NOW).code(1);
    let said = format!("no heading in {} makes the anchor `#detail`", IDS[0]);
    assert!(run.stderr.contains(&said), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `#details`?"), "{}", run.stderr);
    let hidden = other.replace("## Summary", "## Summary {.customers}");
    let workspace = workspace.incident(IDS[0], FACTS, &hidden);
    let run = workspace.run(NOW).code(1);
    let said = format!("not all who see this link may see the heading of `#detail` in {}", IDS[0]);
    assert!(run.stderr.contains(&said), "{}", run.stderr);
    let workspace = workspace.incident(IDS[0], FACTS, &other);
    assert_renders(&workspace, 0, 3);
}

/// Everything that all outputs are made from, one after the other.
#[test]
fn what_concerns_all_makes_everything_again() {
    let workspace = rendered();
    let name = "templates/site/base.html";
    let template = |said: &str| format!("{{% extends \"builtin/site/base.html\" %}}{{# {said} #}}");
    let workspace = workspace.file(name, template("once"));
    assert_renders(&workspace, 3, 3);
    let workspace = workspace.file(name, template("more"));
    assert_renders(&workspace, 3, 3);
    fs::remove_file(workspace.path(name)).unwrap();
    assert_renders(&workspace, 3, 3);
    let workspace = workspace.file("incident.toml", config(2));
    assert_renders(&workspace, 3, 3);
    assert_renders(&workspace, 0, 3);
    for arguments in [
        &["--now", "2024-06-02T12:00:00Z"][..],
        &["--now", "2024-06-01T14:00:00+02:00"],
        &["--now", "2024-06-01T12:00:00Z", "--audience", "internal"],
        &["--now", "2024-06-01T12:00:00Z", "--to", "email", "--update", "latest"],
        &["--now", "2024-06-01T12:00:00Z", "--to", "email", "--flowed"],
    ] {
        let run = workspace.run([&["render", "-v"], arguments].concat()).code(0);
        assert!(run.stderr.contains("3 of 3"), "{arguments:?}: {}", run.stderr);
        let run = workspace.run([&["render", "-v"], arguments].concat()).code(0);
        assert!(run.stderr.contains("0 of 3"), "{arguments:?}: {}", run.stderr);
    }
}

/// Names of people are found by who has committed.
#[test]
fn a_new_author_makes_everything_again() {
    let workspace = rendered();
    let commit = |name: &str| {
        let author = format!("user.name={name}");
        let options = ["-c", &author, "-c", "user.email=a@example.com"];
        let arguments = ["commit", "--quiet", "--allow-empty", "--message=One"];
        let git = |arguments: &[&str]| {
            let mut git = std::process::Command::new("git");
            git.args(arguments).current_dir(workspace.path("")).status().unwrap();
        };
        git(&["init", "--quiet"]);
        git(&[&options[..], &arguments].concat());
    };
    commit("Jane Doe");
    assert_renders(&workspace, 3, 3);
    commit("Jane Doe");
    assert_renders(&workspace, 0, 3);
    commit("Zoë Ångström");
    assert_renders(&workspace, 3, 3);
}

#[test]
fn what_goes_on_is_rendered_at_each_moment() {
    let workspace = rendered().incident(IDS[2], &facts(2), REPORT);
    assert_renders(&workspace, 1, 3);
    assert_renders(&workspace, 0, 3);
    let run = workspace.run(["render", "-v", "--now", "2024-06-01T12:30:00Z"]).code(0);
    assert!(run.stderr.contains("1 of 3 incidents to render"), "{}", run.stderr);
    let run = workspace.run(["render", "-v", "--now", "2024-06-02T12:00:00Z"]).code(0);
    assert!(run.stderr.contains("3 of 3 incidents to render"), "{}", run.stderr);
}

proptest! {
    #![proptest_config(ProptestConfig {
        // A longer search with PROPTEST_CASES; by default about twenty.
        cases: ProptestConfig::default().cases / 12, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default()
    })]

    #[test]
    fn rendering_again_is_rendering_all(
        steps in prop::collection::vec(
            (prop::collection::vec(edit(), 0..4), arguments()), 2..9),
    ) {
        let mut twice = Twice::new();
        for id in 0..3 {
            twice.edit(&Edit::Write(id, 0, 0));
        }
        twice.render(RUNS[0])?;
        for (edits, arguments) in steps {
            for edit in edits {
                twice.edit(&edit);
            }
            twice.render(arguments)?;
        }
    }
}
