//! Rules about what is published, in real repositories.

use git2::{IndexAddOption, Repository, Signature};

use crate::support::{CONFIG, FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";

/// Commits everything that lies in the workspace.
fn commit(workspace: &Workspace) {
    let repository = Repository::init(workspace.path("")).unwrap();
    let mut index = repository.index().unwrap();
    index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
    index.update_all(["*"], None).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let author = Signature::now("A test", "test@example.com").unwrap();
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<_> = parent.iter().collect();
    repository.commit(Some("HEAD"), &author, &author, "A commit", &tree, &parents).unwrap();
}

fn found(workspace: &Workspace, code: i32) -> String {
    workspace.run(["check", "--format", "concise"]).code(code).stdout
}

#[test]
fn a_published_report_changes_with_a_correction_only() {
    let workspace = Workspace::sound();
    assert_eq!(found(&workspace, 0), "", "outside of a repository");
    Repository::init(workspace.path("")).unwrap();
    assert_eq!(found(&workspace, 0), "", "before the first commit");
    commit(&workspace);
    assert_eq!(found(&workspace, 0), "");
    let report = REPORT.replace("A certificate had run out.", "Something was wrong.");
    let workspace = workspace.incident(ID, FACTS, &report);
    assert_eq!(
        found(&workspace, 1),
        "incidents/2024-05-02-checkout/report.md:11:1: error[changed-after-publication] \
         \"Root cause\" has changed since it was published\n"
    );
    let corrected =
        format!("{FACTS}\n[[correction]]\nat = 2024-05-04\ntext = \"Less is known.\"\n");
    let workspace = workspace.incident(ID, &corrected, &report);
    assert_eq!(found(&workspace, 0), "");
    commit(&workspace);
    assert_eq!(found(&workspace, 0), "");
}

#[test]
fn corrections_links_and_files_that_readers_saw_stay() {
    const FILE: &str = "incidents/2024-05-02-checkout/graph.txt";
    let told = "\n[[correction]]\nat = 2024-05-04\ntext = \"Less is known.\"\n\n\
                [[link]]\ntitle = \"More\"\nurl = \"https://example.com\"\naudience = \"public\"\n";
    let facts = FACTS.replacen("state =", "byline = \"The team\"\nstate =", 1) + told;
    let report = REPORT.replace("Card payments failed.", "See [the graph](graph.txt).");
    let mut workspace = Workspace::sound().incident(ID, &facts, &report).file(FILE, "1\n");
    commit(&workspace);
    assert_eq!(found(&workspace, 0), "");
    for (facts, file, expected) in [
        (facts.replace("Less is", "More is"), "1\n", "is gone or reworded"),
        (facts.replace(told, ""), "1\n", "is gone or reworded"),
        (facts.replace("example.com", "example.org"), "1\n", "the list of links has changed"),
        (facts.replace("The team", "We"), "1\n", "`byline` was \"The team\""),
        (facts.clone(), "2\n", "report.md:3:5: error[changed-after-publication] `graph.txt` is"),
    ] {
        workspace = workspace.incident(ID, &facts, &report).file(FILE, file);
        let said = found(&workspace, 1);
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

/// Workspace-wide settings decide what facts mean: a change of one is a change of published times.
#[test]
fn a_time_zone_that_moves_published_times_is_found_where_it_is_set() {
    let own = FACTS;
    let none = FACTS.replace("timezone = \"Europe/Zurich\"\n", "");
    let draft = none.replace("state = \"published\"\n", "state = \"drafting\"\n");
    let mut workspace = Workspace::sound()
        .file("incident.toml", format!("timezone = \"Europe/Zurich\"\n{CONFIG}"))
        .incident(ID, own, REPORT)
        .incident("2024-05-02-draft", &draft, REPORT);
    for name in ["a", "b", "c", "d", "e"] {
        workspace = workspace.incident(&format!("2024-05-02-{name}"), &none, REPORT);
    }
    commit(&workspace);
    assert_eq!(found(&workspace, 0), "");
    let renamed = CONFIG.replace("Example shop", "Example");
    let workspace =
        workspace.file("incident.toml", format!("timezone = \"Europe/Zurich\"\n{renamed}"));
    assert_eq!(found(&workspace, 0), "", "what changes no incident is free");
    let workspace = workspace.file("incident.toml", format!("timezone = \"Asia/Tokio\"\n{CONFIG}"));
    let said = found(&workspace, 1);
    assert!(!said.contains("changed-after"), "a zone with a slip in it moves nothing: {said}");
    let moved = format!("timezone = \"Asia/Tokyo\"\n{CONFIG}");
    let workspace = workspace.file("incident.toml", &moved);
    let finding = "incident.toml:1:12: error[changed-after-publication] `timezone` was \
        \"Europe/Zurich\", which moves times of published incidents: ";
    let all = format!("{finding}2024-05-02-a, 2024-05-02-b, 2024-05-02-c and 2 more\n");
    assert_eq!(found(&workspace, 1), all);
    let changed = workspace.run(["check", "--changed", "HEAD", "--format", "concise"]).code(1);
    assert_eq!(changed.stdout, all);

    let corrected = "\n[[correction]]\nat = 2024-05-04\ntext = \"All times were wrong.\"\n";
    let workspace = ["b", "c", "d"].into_iter().fold(workspace, |workspace, name| {
        workspace.incident(&format!("2024-05-02-{name}"), own, REPORT)
    });
    let workspace = workspace.incident("2024-05-02-e", &format!("{none}{corrected}"), REPORT);
    let finding = finding.replace("published incidents", "a published incident");
    assert_eq!(found(&workspace, 1), format!("{finding}2024-05-02-a\n"));
    let reason = "timezone = \"Asia/Tokyo\" # incident-allow: changed-after-publication We moved.";
    let workspace = workspace.file("incident.toml", format!("{reason}\n{CONFIG}"));
    assert_eq!(found(&workspace, 0), "");
    commit(&workspace);
    assert_eq!(found(&workspace, 0), "");
}

#[test]
fn a_heading_that_is_no_alias_any_more_takes_its_section_from_readers() {
    let aliases = "\n[sections]\nroot-cause = [\"Why\"]\n";
    let report = REPORT.replace("## Root cause", "## Why");
    let workspace = Workspace::sound()
        .file("incident.toml", format!("{CONFIG}{aliases}"))
        .incident(ID, FACTS, &report);
    commit(&workspace);
    assert_eq!(found(&workspace, 0), "");
    let workspace =
        workspace.file("incident.toml", format!("{CONFIG}{}", aliases.replace("Why", "Reason")));
    let said = found(&workspace, 1);
    assert!(
        said.contains(
            "error[changed-after-publication] `sections` has changed what readers see of a \
             published incident: 2024-05-02-checkout\n"
        ),
        "{said}"
    );
}

#[test]
fn a_published_incident_does_not_disappear() {
    let workspace = Workspace::sound().incident("2024-05-03-draft", "title = \"x\"\n", "");
    commit(&workspace);
    std::fs::remove_dir_all(workspace.path("incidents/2024-05-03-draft")).unwrap();
    assert_eq!(found(&workspace, 0), "", "a draft may go");
    std::fs::rename(
        workspace.path("incidents/2024-05-02-checkout"),
        workspace.path("incidents/2024-05-02-renamed"),
    )
    .unwrap();
    assert_eq!(
        found(&workspace, 1),
        "incidents/2024-05-02-checkout/facts.toml:1:1: error[withdrawn-after-publication] \
         incidents/2024-05-02-checkout was published, and is gone\n"
    );
}

#[test]
fn a_workspace_may_lie_deep_in_a_repository() {
    let outer = Workspace::bare();
    let inner = outer
        .file("ops/incident.toml", "")
        .file(&format!("ops/incidents/{ID}/facts.toml"), FACTS)
        .file(&format!("ops/incidents/{ID}/report.md"), REPORT);
    commit(&inner);
    let facts = FACTS.replace("title = \"Checkout failed", "title = \"Nothing failed");
    let inner = inner.file(&format!("ops/incidents/{ID}/facts.toml"), facts);
    let run = inner.run(["check", "--root", "ops", "--format", "concise"]).code(1);
    assert!(run.stdout.contains("error[changed-after-publication] `title` was"), "{}", run.stdout);
}

#[test]
fn rendering_is_free_to_preview_a_change() {
    let workspace = Workspace::sound();
    commit(&workspace);
    let report = REPORT.replace("A certificate had run out.", "Something was wrong.");
    workspace.incident(ID, FACTS, &report).run(["render", "--now", "2024-06-01"]).code(0);
}

#[test]
fn a_suppression_is_needless_where_its_rule_could_compare() {
    let allow = "<!-- incident-allow: changed-after-publication a typing error -->\n\n";
    let workspace = Workspace::sound();
    commit(&workspace);
    let found = |workspace: &Workspace, base: &str| {
        let run = workspace.run(["check", "--format", "concise", "--changed", base]);
        run.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let silenced = REPORT
        .replace("A certificate", "A Certificate")
        .replace("## Root cause", &format!("{allow}## Root cause"));
    let workspace = workspace.incident(ID, FACTS, &silenced);
    assert_eq!(found(&workspace, "HEAD"), [""; 0], "it is of use");
    commit(&workspace);
    let plain = workspace.run(["check", "--format", "concise"]);
    assert_eq!(plain.stdout, "", "nothing to compare with");
    let tagged = FACTS.replacen("\n", "\ntags = [\"tls\"]\n", 1);
    let workspace = workspace.incident(ID, &tagged, &silenced);
    let plain = workspace.run(["check", "--format", "concise"]);
    assert_eq!(plain.stdout, "", "the last commit says nothing about a branch");
    assert_eq!(
        found(&workspace, "HEAD"),
        ["incidents/2024-05-02-checkout/report.md:11:22: warning[unused-suppression] \
          `changed-after-publication` finds nothing here that could be silenced"]
    );
}
