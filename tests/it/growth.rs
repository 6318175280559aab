//! How time grows with input that invites quadratic work: twice as much is to take about twice as
//! long. Nothing here fails, for times are nobody's promise; it prints a table.

use std::process::Stdio;

use incident::check;
use wait4::Wait4 as _;

use crate::support::{CONFIG, FACTS, REPORT, Workspace, incident};

/// What is there many times: a name, how often at first, and what it makes of a workspace.
type Input = (&'static str, usize, fn(usize) -> Workspace);

const ID: &str = "2024-05-02-x";

const INPUTS: [Input; 33] = [
    ("unknown keys", 10_000, |n| facts_and(&each(n, |i| format!("k{i} = 1\n")), "")),
    ("timeline entries", 1_500, |n| {
        facts_and(
            "",
            &each(n, |i| {
                format!("[[timeline]]\nat = 2024-05-02T10:{:02}:00\ntext = 'Step {i}'\n", i % 40)
            }),
        )
    }),
    ("impact windows", 1_000, |n| {
        facts_and(
            "",
            &each(n, |i| {
                let start = i % 39;
                format!(
                    "[[impact]]\nresource = 'h{i}'\nstatus = 'major_outage'\n\
                 start = 2024-05-02T10:{start:02}:00\nend = 2024-05-02T10:{:02}:00\n",
                    start + 1
                )
            }),
        )
    }),
    ("updates", 1_000, |n| {
        facts_and(
            "",
            &each(n, |i| {
                format!(
                    "[[update]]\nat = 2024-05-02T10:{:02}:00\nstatus = 'monitoring'\ntext = 'Step {i}'\n",
                    i % 40
                )
            }),
        )
    }),
    ("measures", 1_000, |n| {
        facts_and(
            "",
            &each(n, |i| {
                format!(
                    "[[action]]\nid = 'a{i}'\ntitle = 'Do {i}'\nowner = 'x'\ndue = 2024-06-01\n"
                )
            }),
        )
    }),
    ("links of the facts", 2_000, |n| {
        facts_and(
            "",
            &each(n, |i| format!("[[link]]\ntitle = 'L{i}'\nurl = 'https://a.example/{i}'\n")),
        )
    }),
    ("counts", 1_500, |n| {
        facts_and("", &format!("[counts]\n{}", each(n, |i| format!("'things {i}' = {i}\n"))))
    }),
    ("roles", 1_500, |n| {
        facts_and("", &format!("[roles]\n{}", each(n, |i| format!("role{i} = 'Ada Person{i}'\n"))))
    }),
    ("tags", 3_000, |n| facts_and(&format!("tags = [{}]\n", each(n, |i| format!("'t{i}',"))), "")),
    ("suppressions in facts", 3_000, |n| {
        facts_and("", &each(n, |i| format!("# incident-allow: unknown-key reason {i}\n")))
    }),
    ("suppressions in a report", 3_000, |n| {
        report(&each(n, |i| format!("<!-- incident-allow: blame reason {i} -->\n\n")))
    }),
    ("findings in a report", 2_000, |n| {
        report(&each(n, |i| format!("Obviously it was human error {i}.\n\n")))
    }),
    ("links", 3_000, |n| report(&each(n, |i| format!("[a{i}](https://a.example/{i}) ")))),
    ("dead links", 5_000, |n| report(&each(n, |i| format!("[a{i}](missing{i}.txt) ")))),
    ("definitions", 3_000, |n| {
        report(&each(n, |i| format!("[a{i}]\n\n[a{i}]: https://a.example/{i}\n\n")))
    }),
    ("footnotes", 1_500, |n| report(&each(n, |i| format!("x[^{i}]\n\n[^{i}]: note {i}\n\n")))),
    ("sections", 1_500, |n| {
        report(&each(n, |i| format!("## Part {i} {{.public}}\n\nText {i}.\n\n")))
    }),
    ("rows of a table", 3_000, |n| {
        report(&format!("\n\n| a | b |\n| - | - |\n{}\n", each(n, |i| format!("| {i} | x |\n"))))
    }),
    ("columns of a table", 500, |n| {
        let row = |cell: &str| format!("|{}\n", cell.repeat(n));
        report(&format!("\n\n{}{}{}\n", row(" a |"), row(" - |"), row(" b |")))
    }),
    ("items of a list", 3_000, |n| {
        report(&format!("\n\n{}\n", each(n, |i| format!("- item {i}\n"))))
    }),
    ("levels of lists", 2_000, |n| report(&format!("\n\n{}x\n", "- ".repeat(n)))),
    ("emphasis", 20_000, |n| report(&"*a **b ".repeat(n))),
    ("brackets", 100_000, |n| report(&"[".repeat(n))),
    ("notes that are not closed", 20_000, |n| report(&"[^a ".repeat(n))),
    ("footnotes that are not there", 2_000, |n| report(&each(n, |i| format!("x[^{i}] ")))),
    ("comments that are not closed", 20_000, |n| report(&"<!-- x ".repeat(n))),
    ("tags that are not closed", 10_000, |n| report(&"<a href='".repeat(n))),
    ("quotes", 10_000, |n| report(&"'x \"y ".repeat(n))),
    ("backticks", 800, |n| report(&each(n, |i| format!("{} ", "`".repeat(i % 400 + 1))))),
    ("raw HTML", 2_000, |n| report(&"<b>x".repeat(n))),
    ("addresses", 3_000, |n| report(&each(n, |i| format!("https://a.example/{i} ")))),
    ("times and durations in prose", 1_500, |n| {
        report(&each(n, |i| format!("At 10:{:02} it had lasted {i} minutes on 2 hosts. ", i % 60)))
    }),
    ("components", 500, |n| {
        let config = each(n, |i| format!("[[component]]\nid = 'c{i}'\nname = 'Part {i}'\n"));
        Workspace::new()
            .file("incident.toml", format!("{CONFIG}{config}"))
            .incident(ID, FACTS, REPORT)
    }),
];

fn each(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect()
}

/// Facts with more at the top level, and more below.
fn facts_and(above: &str, below: &str) -> Workspace {
    Workspace::new().incident(ID, &format!("{above}{FACTS}\n{below}"), REPORT)
}

fn report(more: &str) -> Workspace {
    let report = REPORT.replace("Card payments failed.", &format!("Card payments failed. {more}"));
    Workspace::new().incident(ID, FACTS, &report)
}

/// What a command computes, in seconds of all processors.
fn seconds(workspace: &Workspace, arguments: &[&str]) -> f64 {
    let mut command = incident(&workspace.path(""));
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap().wait4().unwrap().rusage.utime.as_secs_f64()
}

/// The workspace with rules off, so that outputs are made of it.
fn silenced(workspace: Workspace) -> Workspace {
    let config = workspace.read("incident.toml");
    let rules = check::all().filter(|rule| !rule.is_locked());
    let off: String = rules.map(|rule| format!("{} = \"off\"\n", rule.id)).collect();
    workspace.file("incident.toml", format!("{config}[rules]\n{off}"))
}

/// `cargo test --test it growth -- --ignored --nocapture`
#[test]
#[ignore = "measures; prints a table"]
fn time_at_twice_the_input() {
    println!("| Many | N | `check` | at 2 N | `render` | at 2 N | Most |");
    println!("| --- | --: | --: | --: | --: | --: | --: |");
    for (name, n, make) in INPUTS {
        let (one, two) = (make(n), make(2 * n));
        let check = ["check", "--format", "json"].as_slice();
        let checked = [seconds(&one, check), seconds(&two, check)];
        let (one, two) = (silenced(one), silenced(two));
        let render = ["render", "--now", "2024-06-01"].as_slice();
        let rendered = [seconds(&one, render), seconds(&two, render)];
        let most = [checked, rendered].map(|[first, second]| second / first);
        let most = most.into_iter().fold(0.0, f64::max);
        let cells = checked.into_iter().chain(rendered).map(|time| format!(" {time:.2} s |"));
        println!("| {name} | {n} |{} {most:.1}× |", cells.collect::<String>());
    }
}
