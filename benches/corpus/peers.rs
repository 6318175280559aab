//! The same incidents as sites of other generators, each with a minimal theme: an index, a page
//! an incident with its timeline as a table, a feed, no colours in code.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use super::Incident;

/// A generator of static sites.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Generator {
    Hugo,
    Zola,
    Eleventy,
    Jekyll,
}

impl Generator {
    pub const ALL: [Self; 4] = [Self::Hugo, Self::Zola, Self::Eleventy, Self::Jekyll];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Hugo => "hugo",
            Self::Zola => "zola",
            Self::Eleventy => "eleventy",
            Self::Jekyll => "jekyll",
        }
    }

    const fn posts(self) -> &'static str {
        match self {
            Self::Hugo => "content/incidents",
            Self::Zola => "content",
            Self::Eleventy => "incidents",
            Self::Jekyll => "_posts",
        }
    }

    /// Configuration and theme: path and text.
    const fn theme(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Hugo => &[
                ("hugo.toml", include_str!("themes/hugo/hugo.toml")),
                ("layouts/index.html", include_str!("themes/hugo/index.html")),
                ("layouts/_default/single.html", include_str!("themes/hugo/single.html")),
                ("layouts/index.atom", include_str!("themes/hugo/index.atom")),
            ],
            Self::Zola => &[
                ("config.toml", include_str!("themes/zola/config.toml")),
                ("content/_index.md", include_str!("themes/zola/_index.md")),
                ("templates/index.html", include_str!("themes/zola/index.html")),
                ("templates/page.html", include_str!("themes/zola/page.html")),
                ("templates/atom.xml", include_str!("themes/zola/atom.xml")),
            ],
            Self::Eleventy => &[
                ("eleventy.config.js", include_str!("themes/eleventy/eleventy.config.js")),
                ("index.njk", include_str!("themes/eleventy/index.njk")),
                ("feed.njk", include_str!("themes/eleventy/feed.njk")),
                ("_includes/incident.njk", include_str!("themes/eleventy/incident.njk")),
                ("incidents/incidents.json", include_str!("themes/eleventy/incidents.json")),
            ],
            Self::Jekyll => &[
                ("_config.yml", include_str!("themes/jekyll/_config.yml")),
                ("index.html", include_str!("themes/jekyll/index.html")),
                ("feed.xml", include_str!("themes/jekyll/feed.xml")),
                ("_layouts/incident.html", include_str!("themes/jekyll/incident.html")),
            ],
        }
    }

    /// Writes a site of `count` incidents.
    pub fn write(self, folder: &Path, count: usize) -> io::Result<()> {
        for (path, text) in self.theme() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, text)?;
        }
        let posts = folder.join(self.posts());
        fs::create_dir_all(&posts)?;
        for number in 0..count {
            let incident = Incident::nth(number);
            let text = format!("{}{}", self.front_matter(&incident), body(&incident));
            fs::write(posts.join(format!("{}.md", incident.id)), text)?;
        }
        Ok(())
    }

    fn front_matter(self, incident: &Incident) -> String {
        let date = incident.started.format("%Y-%m-%dT%H:%M:%SZ");
        let (title, severity) = (&incident.title, incident.severity);
        match self {
            Self::Hugo => {
                let mut text = format!("+++\ntitle = \"{title}\"\ndate = {date}\n");
                let _ = writeln!(text, "severity = \"{severity}\"");
                toml_timeline(&mut text, "timeline", incident);
                text + "+++\n\n"
            }
            Self::Zola => {
                let mut text = format!("+++\ntitle = \"{title}\"\ndate = {date}\n[extra]\n");
                let _ = writeln!(text, "severity = \"{severity}\"");
                toml_timeline(&mut text, "extra.timeline", incident);
                text + "+++\n\n"
            }
            Self::Eleventy | Self::Jekyll => {
                let mut text = format!("---\ntitle: \"{title}\"\ndate: {date}\nlayout: incident");
                if self == Self::Eleventy {
                    text.push_str(".njk");
                }
                let _ = write!(text, "\nseverity: {severity}\ntimeline:\n");
                for (at, kind, words) in &incident.timeline {
                    let at = at.format("%H:%M");
                    let _ = write!(text, "- at: \"{at}\"\n  kind: {kind}\n  text: \"{words}\"\n");
                }
                text + "---\n\n"
            }
        }
    }
}

fn toml_timeline(text: &mut String, key: &str, incident: &Incident) {
    for (at, kind, words) in &incident.timeline {
        let at = at.format("%H:%M");
        let _ = write!(text, "[[{key}]]\nat = \"{at}\"\nkind = \"{kind}\"\ntext = \"{words}\"\n");
    }
}

/// The report, the updates and the measures, as Markdown.
fn body(incident: &Incident) -> String {
    let mut text = String::new();
    for (heading, markdown) in &incident.sections {
        let _ = write!(text, "## {heading}\n\n{}\n\n", markdown.trim_end());
    }
    for (title, due, is_done) in &incident.actions {
        let mark = if *is_done { "done" } else { "open" };
        let _ = writeln!(text, "- {title} ({mark}, {due})");
    }
    text.push_str("\n## Updates\n\n");
    for (at, status, words) in &incident.updates {
        let _ = write!(text, "**{status}**, {}: {words}\n\n", at.format("%Y-%m-%d %H:%M"));
    }
    text
}
