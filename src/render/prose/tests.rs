use super::{background, credit, description, ended, opening, timeline};
use crate::render::tests::{config, view};
use crate::view::{Audience, View};

const CONFIG: &str = r#"
[[component]]
id = "api"
name = "API"
[[component]]
id = "web"
name = "Website"
[[component]]
id = "node-a"
name = "Node 1"
group = "Zurich"
[[component]]
id = "node-b"
name = "Node 1"
group = "Berne"
"#;

fn seen(facts: &str, audience: Audience) -> View {
    let facts = format!("timezone = \"Europe/Zurich\"\n{facts}");
    view(&facts, "## Summary\n\nText.\n", audience, &config(CONFIG))
}

fn said(facts: &str) -> String {
    opening(&seen(facts, Audience::Internal), &config(CONFIG))
}

const OUTAGE: &str = "\n[[impact]]\ncomponent = \"api\"\nstatus = \"major_outage\"\nstart = 2024-05-01T10:00:00\nend = 2024-05-01T11:00:00\n";

fn incident(times: &str, rest: &str) -> String {
    format!(
        "title = \"Logins failed\"\nstate = \"published\"\ncomponents = [\"api\", \"web\"]\n{times}\n{rest}"
    )
}

#[test]
fn opens_with_what_when_how_long_and_to_whom() {
    let start = "started = 2024-05-01T10:00:00";
    for (times, expected) in [
        (
            "started = 2024-05-01T10:00:00\nresolved = 2024-05-01T11:05:00\ndata_loss = \"none\"",
            "On 1 May 2024, from 10:00 until 11:05 CEST (UTC+02:00), an outage affected API and \
             Website. It lasted 1 hour 5 minutes, and no data was lost.",
        ),
        (
            "started = { at = 2024-05-01T10:00:00, about = true }\nresolved = 2024-05-02T11:00:00",
            "From 1 May at about 10:00 until 2 May 2024 at 11:00 CEST (UTC+02:00), an outage affected API and Website. It lasted about 1 \
             day 1 hour.",
        ),
        (
            "started = 2024-05-01\nresolved = 2024-05-01",
            "On 1 May 2024, an outage affected API and Website.",
        ),
        (
            "started = { after = 2024-05-01, before = 2024-05-03 }\nresolved = 2024-05-04T08:00:00\ndata_loss = \"some\"",
            "At some time between 1 and 3 May 2024, an outage began that affected API and \
             Website. It lasted 8 hours to 3 days 8 hours and was resolved on 4 \
             May 2024 at 08:00 CEST (UTC+02:00); some data was lost.",
        ),
        (
            "started = { after = 2024-05-01T09:00:00, before = 2024-05-01T09:30:00 }\nresolved = \"unknown\"",
            "On 1 May 2024, at some time between 09:00 and 09:30 CEST (UTC+02:00), an outage \
             began that affected API and Website. When it ended is not known.",
        ),
        (
            "started = \"unknown\"\nresolved = 2024-05-01T11:00:00",
            "An outage affected API and Website. It was resolved on 1 May 2024 \
             at 11:00 CEST (UTC+02:00).",
        ),
        (
            "data_loss = \"unknown\"",
            "An outage affected API and Website. It is not known whether data was lost.",
        ),
        (
            start,
            "On 1 May 2024 at 10:00 CEST (UTC+02:00), an outage began that affected API and Website.",
        ),
    ] {
        assert_eq!(said(&incident(times, OUTAGE)), expected);
    }
}

#[test]
fn says_what_is_still_going_on() {
    let facts = incident("started = 2024-06-01T12:30:00", "")
        .replace("published", "ongoing")
        .replace("\"api\", \"web\"", "");
    assert_eq!(
        said(&facts),
        "Since 1 June 2024 at 12:30 CEST (UTC+02:00), there has been an incident. \
         It has lasted 1 hour 30 minutes so far; we are looking into it."
    );
}

#[test]
fn says_what_is_planned_and_what_was_done() {
    let work = |status: &str, times: &str| {
        said(&format!(
            "title = \"New disks\"\nkind = \"maintenance\"\nstate = \"{status}\"\ncomponents = [\"api\"]\n\
             scheduled = {{ start = 2024-05-01T22:00:00, end = 2024-05-02T01:00:00 }}\n{times}"
        ))
    };
    assert_eq!(
        work("drafting", ""),
        "From 1 May at 22:00 until 2 May 2024 at 01:00 CEST (UTC+02:00), we will carry out \
         maintenance on API."
    );
    assert_eq!(
        work("published", "started = 2024-05-01T22:05:00\nresolved = 2024-05-01T23:05:00"),
        "On 1 May 2024, from 22:05 until 23:05 CEST (UTC+02:00), we carried out maintenance on \
         API. It took 1 hour."
    );
    let update = "started = 2024-05-01T22:05:00\n[[update]]\nat = 2024-05-01T22:05:00\nstatus = \"in_progress\"\ntext = \"Begun.\"";
    assert_eq!(
        work("ongoing", update),
        "Since 1 May 2024 at 22:05 CEST (UTC+02:00), we have been carrying out maintenance on \
         API. It is planned to end on 2 May 2024 at 01:00 CEST (UTC+02:00)."
    );
}

#[test]
fn tells_components_of_one_name_apart() {
    let times = "started = 2024-05-01\nresolved = 2024-05-01";
    let of =
        |components: &str| said(&incident(times, OUTAGE).replace("\"api\", \"web\"", components));
    assert!(of("\"node-a\"").contains("affected Node 1 in Zurich."));
    assert!(
        of("\"node-a\", \"node-b\", \"api\"")
            .contains("affected Node 1 (Zurich), Node 1 (Berne) and API.")
    );
}

#[test]
fn the_title_stands_above_and_is_not_said_again() {
    let facts = incident("started = 2024-05-01\nresolved = 2024-05-01", OUTAGE);
    assert!(!said(&facts).contains("Logins"), "{}", said(&facts));
}

#[test]
fn work_that_is_done_is_being_checked() {
    let facts = "title = \"New disks\"\nkind = \"maintenance\"\nstate = \"ongoing\"\n\
        components = [\"api\"]\nstarted = 2024-05-01T22:05:00\n\
        [[update]]\nat = 2024-05-01T23:05:00\nstatus = \"verifying\"\ntext = \"Done.\"";
    assert_eq!(
        said(facts),
        "On 1 May 2024 at 22:05 CEST (UTC+02:00), we began maintenance on API. The work is done, \
         and we are checking the result."
    );
}

/// What is said below an update of 1 May 2024, 10:30 CEST.
fn said_below(times: &str) -> String {
    let update = "[[update]]\nat = 2024-05-01T10:30:00\nstatus = \"monitoring\"\ntext = \"x\"";
    let view = seen(&incident(times, &format!("{OUTAGE}{update}")), Audience::Public);
    background(&view, &config(CONFIG), true, &view.updates[0].at)
}

#[test]
fn what_stands_above_an_update_is_not_said_below_it() {
    for (times, expected) in [
        (
            "started = 2024-05-01T10:00:00\nresolved = 2024-05-01T11:05:00",
            "From 10:00 until 11:05 CEST, an outage affected API and Website. It lasted 1 hour 5 \
             minutes.",
        ),
        (
            "started = 2024-04-30T23:00:00\nresolved = 2024-05-01T11:00:00",
            "From 30 April at 23:00 until 1 May 2024 at 11:00 CEST, an outage affected API and \
             Website. It lasted 12 hours.",
        ),
        (
            "started = { after = 2024-05-01T09:00:00, before = 2024-05-01T09:30:00 }\nresolved = \"unknown\"",
            "At some time between 09:00 and 09:30 CEST, an outage began that affected API and \
             Website. When it ended is not known.",
        ),
        (
            "started = 2024-03-31T01:00:00\nresolved = 2024-05-01T11:00:00",
            "From 31 March 2024 at 01:00 CET (UTC+01:00) until 1 May 2024 at 11:00 CEST, an \
             outage affected API and Website. It lasted 31 days 9 hours.",
        ),
    ] {
        assert_eq!(said_below(times), expected, "{times}");
    }
    let facts = incident("started = 2024-05-01T10:00:00", OUTAGE).replace("published", "ongoing");
    let update = "[[update]]\nat = 2024-05-01T10:30:00\nstatus = \"identified\"\ntext = \"x\"";
    let view = seen(&format!("{facts}{update}"), Audience::Public);
    let below = |lasts| background(&view, &config(CONFIG), lasts, &view.updates[0].at);
    assert_eq!(below(true), "Since 10:00 CEST, an outage has been affecting API and Website.");
    assert_eq!(below(false), "At 10:00 CEST, an outage began that affected API and Website.");
}

#[test]
fn a_signature_becomes_a_sentence() {
    let signed = |byline: &str| {
        let facts = incident("started = 2024-05-01", &format!("byline = \"{byline}\""));
        credit(&seen(&facts, Audience::Public))
    };
    assert_eq!(signed("The payments team").as_deref(), Some("Written by the payments team."));
    assert_eq!(signed("Theo Example.").as_deref(), Some("Written by Theo Example."));
}

#[test]
fn a_description_is_the_beginning_of_the_summary() {
    let facts = incident("started = 2024-05-01", "");
    let described = |report: &str| {
        let facts = format!("timezone = \"Europe/Zurich\"\n{facts}");
        let view = view(&facts, report, Audience::Public, &config(CONFIG));
        description(&view, "It was. It is over.")
    };
    assert_eq!(
        described("## Summary\n\nNobody *could* log in. It is over.\n"),
        "Nobody could log in. It is over."
    );
    assert_eq!(described("## Root cause\n\nRust.\n"), "It was. It is over.");
    let long = described(&format!("## Summary\n\n{}\n", "Logins failed ".repeat(20)));
    assert!(long.chars().count() <= 160 && long.ends_with('…'), "{long}");
}

#[test]
fn sentences_end_once_and_addresses_stay_whole() {
    for (text, expected) in [
        ("It is over", "It is over."),
        ("It is over.", "It is over."),
        ("Is it \"over?\"", "Is it \"over?\""),
        ("see https://a.example/x", "see https://a.example/x"),
        ("", ""),
    ] {
        assert_eq!(ended(text), expected);
    }
}

fn labels(entries: &[&str]) -> Vec<(String, Vec<String>)> {
    let entries: Vec<String> =
        entries.iter().map(|at| format!("[[timeline]]\nat = {at}\ntext = \"x\"\n")).collect();
    let facts = incident("started = 2024-05-01", &entries.concat());
    let view = seen(&facts, Audience::Internal);
    let days = timeline(&view)
        .days
        .into_iter()
        .map(|day| (day.heading, day.entries.into_iter().map(|(label, ..)| label).collect()));
    days.collect()
}

#[test]
fn each_day_of_the_timeline_names_its_zone() {
    let days = labels(&[
        "2024-05-01T10:00:00",
        "\"unknown\"",
        "{ at = 2024-05-01T10:30:00, about = true }",
        "2024-05-01",
        "2024-05-02",
    ]);
    let first = ["10:00", "then", "about 10:30", "that day"].map(str::to_owned).to_vec();
    assert_eq!(days[0], ("1 May 2024, CEST (UTC+02:00)".to_owned(), first));
    assert_eq!(days[1], ("2 May 2024".to_owned(), vec![String::new()]));
}

#[test]
fn the_offset_stands_with_the_first_mention_of_a_zone() {
    let days = labels(&["2024-10-26T10:00:00", "2024-10-28T10:00:00", "2024-10-29T10:00:00"]);
    let headings = days.into_iter().map(|(heading, _)| heading).collect::<Vec<_>>();
    let expected = [
        "26 October 2024, CEST (UTC+02:00)",
        "28 October 2024, CET (UTC+01:00)",
        "29 October 2024, CET",
    ];
    assert_eq!(headings, expected);
}

#[test]
fn a_day_on_which_clocks_change_names_the_zone_with_each_time() {
    let days = labels(&["2024-10-27T01:30:00+02:00", "2024-10-27T04:00:00"]);
    assert_eq!(days[0].0, "27 October 2024");
    assert_eq!(days[0].1, ["01:30 CEST (UTC+02:00)", "04:00 CET (UTC+01:00)"]);
}

#[test]
fn a_timeline_without_times_says_so() {
    let facts = incident(
        "",
        "[[timeline]]\nat = \"unknown\"\ntext = \"x\"\n[[timeline]]\nat = \"unknown\"\ntext = \"y\"\n",
    );
    let view = seen(&facts, Audience::Internal);
    let timeline = timeline(&view);
    assert!(!timeline.is_timed);
    assert_eq!(timeline.note, "This is the order of events; their times are not known.");
    assert_eq!(timeline.days[0].heading, "");
}
