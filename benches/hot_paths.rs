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
use incident::check::{self, Authors, Levels, Others, Subject};
use incident::config::Config;
use incident::load::{self, Loaded};
use incident::model::Audience;
use incident::render::Templates;
use incident::render::html::{self, HtmlOptions};
use incident::render::site::Site;
use incident::source::{FileSource, IncidentSource};
use incident::view::View;

use corpus::{Incident, workspace};

fn main() {
    divan::main();
}

fn source(incident: Incident) -> IncidentSource {
    let file = |name: &str, text: String| FileSource::from_bytes(name.to_owned(), text.into());
    IncidentSource {
        folder: format!("incidents/{}", incident.id),
        facts: file("facts.toml", workspace::facts(&incident)),
        report: file("report.md", workspace::report(&incident)),
        id: incident.id,
        ..IncidentSource::default()
    }
}

fn first() -> Incident {
    Incident::nth(0)
}

fn loaded(incident: Incident) -> (Loaded, Config) {
    let config = Config::default();
    (load::incident(source(incident), &config), config)
}

fn now() -> DateTime<FixedOffset> {
    "2026-07-01T00:00:00Z".parse().expect("an instant")
}

/// TOML and Markdown to the model.
#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    bencher.with_inputs(|| source(first())).bench_values(|source| load::incident(source, &config));
}

/// All rules.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let (loaded, config) = loaded(first());
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
        others: Others::PUBLISHED,
    };
    bencher.bench(|| check::incident(&subject, &levels));
}

/// The model to what readers see.
#[divan::bench]
fn view_of_incident(bencher: Bencher<'_, '_>) {
    let (loaded, config) = loaded(first());
    let incident = loaded.incident.expect("the corpus has no faults");
    bencher.bench(|| View::new(&incident, Audience::Public, &config, now()));
}

/// A report as HTML.
#[divan::bench]
fn markdown_to_html(bencher: Bencher<'_, '_>) {
    let report = workspace::report(&first());
    let options = HtmlOptions {
        id_prefix: "",
        heading_offset: 0,
        headings: &[],
        attachments: &[],
        attachment_base: "",
        incident_base: None,
        labels: None,
    };
    bencher.bench(|| html::render(&report, &options));
}

/// Views to pages. What a page takes more than one without windows is the picture of them and
/// their table; what it takes more than one without a report is its Markdown.
#[divan::bench_group]
mod page {
    use super::{Bencher, Incident, first, rendered};

    #[divan::bench]
    fn whole(bencher: Bencher<'_, '_>) {
        rendered(bencher, first());
    }

    #[divan::bench]
    fn without_windows(bencher: Bencher<'_, '_>) {
        rendered(bencher, Incident { components: Vec::new(), ..first() });
    }

    #[divan::bench]
    fn without_report(bencher: Bencher<'_, '_>) {
        rendered(bencher, Incident { sections: Vec::new(), ..first() });
    }
}

fn rendered(bencher: Bencher<'_, '_>, incident: Incident) {
    let (loaded, config) = loaded(incident);
    let incident = loaded.incident.expect("the corpus has no faults");
    let view = View::new(&incident, Audience::Public, &config, now());
    let templates = Templates::new(Vec::new()).expect("the built-in templates");
    let site = Site::new(&config, &templates, now());
    bencher.bench(|| site.incident(&view));
}

/// Templates compiled.
#[divan::bench]
fn templates() -> Templates {
    Templates::new(Vec::new()).expect("the built-in templates")
}
