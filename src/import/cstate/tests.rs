use chrono::{DateTime, FixedOffset};

use super::cstate;
use crate::model::{Bound, UpdateStatus, Zone};

const ISSUE: &str = "---
Title: Connections from the east fail
date: 2018-05-25 04:13:00
resolved: true
resolvedWhen: 2018-05-25 05:54:00
# down, disrupted, notice
severity: disrupted
affected:
  - API
  - Media
section: issue
---

*Post-mortem*

A router of a provider was slow.

---

*Resolved* -
All who were cut off can connect. {{< track \"2018-05-25 05:54:00\" >}}

*Update* - Another provider <b>helps</b>. {{< track \"2018-05-25 04:50:00\" >}}

**Monitoring** – One provider is at fault.

Try another name server. {{<track \"2018-05-25T06:40:00+02:00\">}}

*Investigating* - We are looking into it. {{< track \"2018-05-25 04:13:00\" >}}
";

fn now() -> DateTime<FixedOffset> {
    "2024-06-01T12:00:00Z".parse().unwrap()
}

fn read(text: &str) -> Result<super::Told, String> {
    cstate("2018-05-25-east.md", text, &Zone::utc(), now()).map_err(|refused| refused.why)
}

#[test]
fn updates_have_their_times_and_statuses() {
    let told = read(ISSUE).unwrap();
    assert_eq!(told.title, "Connections from the east fail");
    assert_eq!(told.origin.as_deref(), Some("2018-05-25-east"));
    assert_eq!(told.started.earliest().to_rfc3339(), "2018-05-25T04:13:00+00:00");
    assert_eq!(told.resolved.unwrap().earliest().to_rfc3339(), "2018-05-25T05:54:00+00:00");
    let components: Vec<&str> = told.components.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(components, ["API", "Media"]);
    let updates: Vec<(String, UpdateStatus, &str)> = told
        .updates
        .iter()
        .map(|update| (update.at.format("%H:%M %z").to_string(), update.status, &*update.text))
        .collect();
    assert_eq!(
        updates,
        [
            ("04:13 +0000".to_owned(), UpdateStatus::Investigating, "We are looking into it."),
            (
                "06:40 +0200".to_owned(),
                UpdateStatus::Monitoring,
                "One provider is at fault.\n\nTry another name server."
            ),
            ("04:50 +0000".to_owned(), UpdateStatus::Monitoring, "Another provider **helps**."),
            ("05:54 +0000".to_owned(), UpdateStatus::Resolved, "All who were cut off can connect."),
        ]
    );
    assert_eq!(told.report.as_deref(), Some("## Summary\n\nA router of a provider was slow.\n"));
}

#[test]
fn times_without_an_offset_are_on_the_clocks_of_the_zone() {
    let zurich = Zone::named("Europe/Zurich").unwrap();
    let told = cstate("a.md", ISSUE, &zurich, now()).unwrap();
    assert_eq!(told.started.earliest().to_rfc3339(), "2018-05-25T04:13:00+02:00");
    let skipped = ISSUE.replace("date: 2018-05-25 04:13:00", "date: 2018-03-25 02:30:00");
    let why = cstate("a.md", &skipped, &zurich, now()).unwrap_err().why;
    assert_eq!(why, "`date` does not exist in Europe/Zurich: its clocks skip it");
}

#[test]
fn what_is_no_incident_is_refused() {
    for (text, expected) in [
        ("Text", "it does not begin with front matter"),
        ("---\ntitle: A\n", "has no end"),
        ("---\ntitle: [\n---\n", "its front matter is not valid YAML"),
        ("---\ntitle: A\n---\n", "it has no `date`"),
        ("---\ndate: 2018-05-25 04:13:00\n---\n", "it has no `title`"),
        ("---\ntitle: A\ndate: soon\n---\n", "`date` is no time like"),
        ("---\ntitle: A\ndate: 20180-05-25T04:13:00Z\n---\n", "`date` is no time like"),
        ("---\ntitle: A\ndate: 1018-05-25T04:13:00Z\n---\n", "of a year that no incident"),
        ("---\ntitle: A\ninformational: true\n---\n", "announcement"),
        ("---\ntitle: A\ndraft: true\n---\n", "draft"),
        ("---\ntitle: A\nDraft: \"yes\"\n---\n", "draft"),
        ("---\ntitle: A\nsection: post\n---\n", "section"),
    ] {
        let why = read(text).unwrap_err();
        assert!(why.contains(expected), "{text:?}: {why}");
    }
}

#[test]
fn a_day_is_no_midnight() {
    let text = ISSUE.replace("date: 2018-05-25 04:13:00", "date: 2018-05-25");
    let told = read(&text.replace("resolvedWhen: 2018-05-25 05:54:00", "resolvedWhen: 2018-05-26"));
    let told = told.unwrap();
    let day = |day: &str| Bound::on(day.parse().unwrap(), &Zone::utc());
    assert_eq!((told.started, told.resolved), (day("2018-05-25"), Some(day("2018-05-26"))));
}

#[test]
fn what_nobody_can_read_there_now_is_refused() {
    for (said, why) in [
        ("publishDate: 2024-06-01 12:00:01", Some("nobody can read it there yet (`publishdate`)")),
        ("pubDate: 2024-06-01", Some("nobody can read it there yet (`pubdate`)")),
        ("publishDate: soon", Some("who can read it is not known")),
        ("expiryDate: 2024-06-01 12:00:00", Some("any more (`expirydate`)")),
        ("unpublishDate: 2024-06-01", Some("any more (`unpublishdate`)")),
        ("publishDate: 2024-06-01 12:00:00", None),
        ("published: true", None),
        ("expiryDate: 2024-06-02", None),
    ] {
        let read = read(&ISSUE.replace("section: issue", said));
        match why {
            Some(why) => assert!(read.as_ref().unwrap_err().contains(why), "{said}: {read:?}"),
            None => assert!(read.is_ok(), "{said}: {read:?}"),
        }
    }
    let told = read(&ISSUE.replace("section: issue", "expiryDate: 2024-06-02")).unwrap();
    assert!(told.losses.iter().any(|loss| loss.field == "expirydate"), "{:?}", told.losses);
}

#[test]
fn front_matter_can_be_toml() {
    let (_, body) = ISSUE.split_once("section: issue\n---\n").unwrap();
    let toml = format!(
        "+++\nTitle = \"Connections from the east fail\"\ndate = 2018-05-25T04:13:00Z\n\
         resolved = true\nresolvedWhen = 2018-05-25 05:54:00\nseverity = 'disrupted'\n\
         affected = [\n  \"API\",\n  \"Media\",\n]\nsection = \"issue\"\n+++\n{body}"
    );
    assert_eq!(read(&toml), read(ISSUE));
    let why = read("+++\ntitle = \"A\"\ndate = \n+++\n").unwrap_err();
    assert!(why.starts_with("3:") && why.contains("not valid TOML"), "{why}");
    assert!(read("{\n\"title\": \"A\"\n}\n").unwrap_err().contains("hugo convert toYAML"));
}

#[test]
fn what_is_no_draft_is_taken() {
    for said in ["draft: false", "draft: \"False\"", "draft:"] {
        let told = read(&ISSUE.replace("section: issue", said)).unwrap();
        assert!(told.losses.iter().all(|loss| loss.field != "draft"), "{said}");
    }
}

#[test]
fn an_error_in_front_matter_has_its_line() {
    let why = read("---\ntitle: A\ndate: [2018\n---\n").unwrap_err();
    assert!(why.starts_with(|first: char| first.is_ascii_digit()), "{why}");
}

#[test]
fn text_without_a_time_is_not_lost() {
    let text = ISSUE.replace("{{< track \"2018-05-25 04:50:00\" >}}", "{{< track \"soon\" >}}");
    let told = read(&text).unwrap();
    assert_eq!(told.updates.len(), 3);
    let report = told.report.unwrap();
    assert!(report.contains("*Update* – Another provider **helps**."), "{report}");
    assert!(told.losses.iter().any(|loss| loss.field == "track"), "{:?}", told.losses);
}

#[test]
fn line_ends_make_no_difference() {
    let told = read(ISSUE).unwrap();
    assert_eq!(read(&ISSUE.replace('\n', "\r\n")).unwrap(), told);
}

#[test]
fn an_emphasised_word_begins_no_update() {
    let text = ISSUE.replace("Try another", "*Please* try another");
    let told = read(&text).unwrap();
    assert_eq!(
        told.updates[1].text,
        "One provider is at fault.\n\n*Please* try another name server."
    );
}
