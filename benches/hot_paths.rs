//! Times single steps on one incident: `cargo bench --bench hot_paths`.
#![allow(clippy::expect_used, reason = "a bench that cannot be set up has nothing to time")]
#![allow(
    unreachable_pub,
    dead_code,
    clippy::disallowed_methods,
    reason = "the corpus is shared with the bench that writes it to a disk"
)]

#[path = "corpus/mod.rs"]
mod corpus;

use chrono::{DateTime, FixedOffset, NaiveDate};
use divan::Bencher;
use incident::check::{self, Authors, Drafts, Levels, Subject};
use incident::config::Config;
use incident::load::{self, Loaded};
use incident::model::Audience;
use incident::render::Templates;
use incident::render::site::Site;
use incident::source::{FileSource, IncidentSource};
use incident::view::View;

use corpus::{Incident, workspace};

fn main() {
    divan::main();
}

fn source() -> IncidentSource {
    let incident = Incident::nth(0);
    let file = |name: &str, text: String| FileSource::from_bytes(name.to_owned(), text.into());
    IncidentSource {
        folder: format!("incidents/{}", incident.id),
        facts: file("facts.toml", workspace::facts(&incident)),
        report: file("report.md", workspace::report(&incident)),
        id: incident.id,
        ..IncidentSource::default()
    }
}

fn loaded() -> (Loaded, Config) {
    let config = Config::default();
    (load::incident(source(), &config), config)
}

fn view() -> (View, Config) {
    let (loaded, config) = loaded();
    let incident = loaded.incident.expect("the corpus has no faults");
    (View::new(&incident, Audience::Public, &config, now()), config)
}

fn now() -> DateTime<FixedOffset> {
    "2026-07-01T00:00:00Z".parse().expect("an instant")
}

/// TOML and Markdown to the model.
#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    bencher.with_inputs(source).bench_values(|source| load::incident(source, &config));
}

/// All rules.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let (loaded, config) = loaded();
    let (levels, _) = Levels::new(&config);
    let authors = Authors::default();
    let subject = Subject {
        incident: loaded.incident.as_ref().expect("the corpus has no faults"),
        source: &loaded.source,
        outline: &loaded.outline,
        kept: &loaded.kept,
        facts_are_whole: loaded.facts_are_whole,
        config: &config,
        authors: &authors,
        today: NaiveDate::default(),
        before: None,
        drafts: Drafts::NONE,
    };
    bencher.bench(|| check::incident(&subject, &levels));
}

/// The model to what readers see.
#[divan::bench]
fn view_of_incident(bencher: Bencher<'_, '_>) {
    let (loaded, config) = loaded();
    let incident = loaded.incident.expect("the corpus has no faults");
    bencher.bench(|| View::new(&incident, Audience::Public, &config, now()));
}

/// A view to a page: Markdown to HTML, the picture of the windows, the template.
#[divan::bench]
fn page(bencher: Bencher<'_, '_>) {
    let (view, config) = view();
    let templates = Templates::new(Vec::new()).expect("the built-in templates");
    let site = Site::new(&config, &templates, now());
    bencher.bench(|| site.incident(&view));
}

/// Templates compiled.
#[divan::bench]
fn templates() -> Templates {
    Templates::new(Vec::new()).expect("the built-in templates")
}
