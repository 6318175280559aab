//! The incidents in this tool's own format.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use chrono::NaiveDateTime;

use super::{COMPONENTS, Incident};

/// Writes a workspace of `count` incidents.
pub fn write(folder: &Path, count: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("incident.toml"), config())?;
    for number in 0..count {
        let incident = Incident::nth(number);
        let folder = folder.join("incidents").join(&incident.id);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("facts.toml"), facts(&incident))?;
        fs::write(folder.join("report.md"), report(&incident))?;
    }
    Ok(())
}

fn config() -> String {
    let mut text = "title = \"Status\"\nbase_url = \"https://status.example.com\"\n\n[output]\n\
                    targets = [\"site\"]\n"
        .to_owned();
    for (id, name) in COMPONENTS {
        text.push_str(&format!("\n[[component]]\nid = \"{id}\"\nname = \"{name}\"\n"));
    }
    text
}

/// `facts.toml`.
pub fn facts(incident: &Incident) -> String {
    let mut text = String::new();
    let ids: Vec<_> = incident.components.iter().map(|at| COMPONENTS[*at].0).collect();
    let _ = write!(
        text,
        "title = \"{}\"\nkind = \"incident\"\nstate = \"published\"\nseverity = \"{}\"\n\
         timezone = \"UTC\"\ncomponents = {ids:?}\ntags = [\"corpus\"]\n\nstarted = {}\n\
         detected = {}\nmitigated = {}\nresolved = {}\npublished = {}\ndata_loss = \"none\"\n\n\
         [counts]\n\"failed requests\" = {}\n",
        incident.title,
        incident.severity,
        time(incident.started),
        time(incident.detected),
        time(incident.mitigated),
        time(incident.resolved),
        time(incident.published),
        incident.failed,
    );
    for id in ids {
        let (start, end) = (time(incident.started), time(incident.resolved));
        let _ = write!(
            text,
            "\n[[impact]]\ncomponent = \"{id}\"\nstatus = \"partial_outage\"\nstart = {start}\nend = {end}\n"
        );
    }
    for (at, kind, words) in &incident.timeline {
        let _ = write!(
            text,
            "\n[[timeline]]\nat = {}\nkind = \"{kind}\"\naudience = \"public\"\ntext = \"{words}\"\n",
            time(*at)
        );
    }
    for (at, status, words) in &incident.updates {
        let _ = write!(
            text,
            "\n[[update]]\nat = {}\nstatus = \"{status}\"\ntext = \"\"\"\n{words}\n\"\"\"\n",
            time(*at)
        );
    }
    for (number, (title, due, is_done)) in incident.actions.iter().enumerate() {
        let status = if *is_done { format!("done\"\ndone = {due}") } else { "open\"".to_owned() };
        let _ = write!(
            text,
            "\n[[action]]\nid = \"measure-{number}\"\ntitle = \"{title}\"\nkind = \"prevent\"\n\
             owner = \"platform\"\ndue = {due}\naudience = \"public\"\nstatus = \"{status}\n"
        );
    }
    text
}

/// `report.md`.
pub fn report(incident: &Incident) -> String {
    let mut text = String::new();
    for (heading, markdown) in &incident.sections {
        let audience = if *heading == "Background" { " {.public}" } else { "" };
        let _ = write!(text, "## {heading}{audience}\n\n{}\n\n", markdown.trim_end());
    }
    text.truncate(text.trim_end().len() + 1);
    text
}

fn time(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}
