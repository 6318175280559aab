//! What is timed.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::measure::{Sample, median, run, run_check};
use crate::table::{Table, cell, mebibytes, ratio, seconds};
use crate::tools::{Corpus, Tool};

/// Whole sites, into an empty folder.
pub fn builds(tools: &[Tool], corpora: &[Corpus], rounds: usize, patience: f64) -> io::Result<()> {
    contest("A whole site", tools, corpora, rounds, patience, |tool, corpus| {
        tool.build(corpus).map(|mut command| run(&mut command))
    })
}

/// Everything read and judged.
pub fn checks(tools: &[Tool], corpora: &[Corpus], rounds: usize, patience: f64) -> io::Result<()> {
    contest("A check of everything", tools, corpora, rounds, patience, |tool, corpus| {
        tool.check(corpus).map(|mut command| run_check(&mut command))
    })
}

fn contest(
    title: &str,
    tools: &[Tool],
    corpora: &[Corpus],
    rounds: usize,
    patience: f64,
    run: impl Fn(&Tool, &Corpus) -> Option<io::Result<Sample>>,
) -> io::Result<()> {
    let mut head = vec!["Incidents".to_owned()];
    head.extend(corpora.iter().map(|corpus| corpus.count.to_string()));
    head.extend(["against incident", "memory", "growth"].map(str::to_owned));
    let mut results: Vec<Vec<Option<Sample>>> = vec![Vec::new(); tools.len()];
    let mut before = 1;
    for corpus in corpora {
        let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); tools.len()];
        // In turns, so that a slower minute slows all of them.
        for _ in 0..rounds {
            for (place, tool) in tools.iter().enumerate() {
                let last = results[place].iter().flatten().next_back();
                let growth = corpus.count as f64 / before as f64;
                if last.is_some_and(|last| last.wall.as_secs_f64() * growth > patience) {
                    continue;
                }
                corpus.clear()?;
                if let Some(sample) = run(tool, corpus) {
                    samples[place].push(sample?);
                }
            }
        }
        for (result, samples) in results.iter_mut().zip(&mut samples) {
            result.push(median(samples));
        }
        before = corpus.count;
    }
    let ours = results.first().and_then(|ours| ours.last().copied().flatten());
    let mut table = Table::new(head);
    for (tool, result) in tools.iter().zip(&results) {
        if result.iter().all(Option::is_none) {
            continue;
        }
        let mut row = vec![tool.name().to_owned()];
        row.extend(result.iter().map(|sample| cell(*sample, |sample| seconds(sample.wall))));
        let last = result.last().copied().flatten();
        row.push(match (last, ours) {
            (Some(last), Some(ours)) => ratio(last.wall, ours.wall),
            _ => "–".to_owned(),
        });
        row.push(cell(last, |sample| mebibytes(sample.peak)));
        let before = result.iter().rev().nth(1).copied().flatten();
        row.push(match (before, last) {
            (Some(before), Some(last)) => ratio(last.wall, before.wall),
            _ => "–".to_owned(),
        });
        table.row(row);
    }
    table.print(title);
    Ok(())
}

/// One incident's prose changes; the site and its check are brought up to date.
pub fn one_change(incident: &Path, corpora: &[Corpus], rounds: usize) -> io::Result<()> {
    let mut table = Table::new(
        ["After one change", "render again", "memory", "check --changed", "memory"]
            .map(str::to_owned),
    );
    for corpus in corpora {
        let workspace = corpus.workspace();
        git(&workspace, &["init", "--quiet", "--initial-branch=main"])?;
        git(&workspace, &["add", "."])?;
        let author = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"];
        git(&workspace, &[&author[..], &["commit", "--quiet", "--message=All"]].concat())?;
        let tool = Tool::Incident(incident.to_owned());
        corpus.clear()?;
        let render = || tool.build(corpus).ok_or_else(|| io::Error::other("no build"));
        run(&mut render()?)?;
        let report = some_report(&workspace)?;
        let before = fs::read_to_string(&report)?;
        let (mut renders, mut checks) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            fs::write(&report, format!("{before}\nIt was put right in round {round}.\n"))?;
            renders.push(run(&mut render()?)?);
            let mut check = Command::new(incident);
            check.args(["check", "--changed", "main", "--now", "2026-07-01", "--root"]);
            checks.push(run_check(check.arg(&workspace))?);
        }
        let mut row = vec![format!("{} incidents", corpus.count)];
        for samples in [&mut renders, &mut checks] {
            let sample = median(samples);
            row.push(cell(sample, |sample| seconds(sample.wall)));
            row.push(cell(sample, |sample| mebibytes(sample.peak)));
        }
        table.row(row);
        corpus.clear()?;
    }
    table.print("One change");
    Ok(())
}

/// The report of one incident in the middle.
pub fn some_report(workspace: &Path) -> io::Result<std::path::PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(workspace.join("incidents"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    folders.sort();
    Ok(folders[folders.len() / 2].join("report.md"))
}

fn git(folder: &Path, arguments: &[&str]) -> io::Result<()> {
    run(Command::new("git").args(arguments).current_dir(folder)).map(|_| ())
}

/// What a process costs that does next to nothing.
pub fn start(incident: &Path, rounds: usize) -> io::Result<()> {
    let mut table = Table::new(["Start", "time", "memory"].map(str::to_owned));
    let commands: [(&Path, &str); 2] =
        [(incident, "incident --version"), (Path::new("git"), "git --version")];
    for (program, name) in commands {
        let mut samples = (0..rounds * 10)
            .map(|_| run(Command::new(program).arg("--version")))
            .collect::<Result<Vec<_>, _>>()?;
        let sample = median(&mut samples);
        table.row(vec![
            name.to_owned(),
            cell(sample, |sample| seconds(sample.wall)),
            cell(sample, |sample| mebibytes(sample.peak)),
        ]);
    }
    table.print("Start");
    Ok(())
}
