use serde::{Deserialize, Serialize};

use super::Status;
use crate::view::{Time, View, Window};

/// A window of impact, as far as it is certain: where that is nowhere, it does not end after it
/// begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactWindow {
    /// Id of the component.
    pub component: String,
    /// What was the matter.
    pub status: Status,
    /// Seconds since 1970.
    pub from: i64,
    /// The earliest second at which it can have begun.
    pub earliest: i64,
    /// Seconds since 1970; nothing while it lasts.
    pub to: Option<i64>,
    /// The latest second at which it can have ended; nothing while it lasts, and where nothing tells.
    pub latest: Option<i64>,
    /// Whether it may have lasted longer.
    pub is_vague: bool,
}

impl ImpactWindow {
    /// The windows of a view at `now`, in seconds since 1970. Each counts for what it certainly
    /// covers, like the totals on the incident's page. One with an unknown bound covers nothing for
    /// certain, or the present alone; when it can have been is told by the incident's own times. One
    /// that they do not place either is left out.
    #[must_use]
    pub fn all(view: &View, now: i64) -> Vec<Self> {
        view.windows.iter().filter_map(|window| Self::of(window, view, now)).collect()
    }

    fn of(window: &Window, view: &View, now: i64) -> Option<Self> {
        let start = readings(&window.start);
        let lasts = window.end.is_none() && view.is_open;
        // What has no end of its own is over when the incident is.
        let end = window.end.as_ref().or(view.resolved.as_ref()).and_then(readings);
        let (earliest, from) = start
            .or_else(|| lasts.then(|| (began(view).unwrap_or(now).min(now), now)))
            .or_else(|| end.map(|(end, _)| (began(view).unwrap_or(end).min(end), end)))
            .or_else(|| began(view).or_else(|| over(view)).map(|at| (at, at)))?;
        let to = (!lasts).then(|| end.map_or(from, |(earliest, _)| earliest));
        let latest =
            if lasts { None } else { end.map(|(_, latest)| latest).or_else(|| over(view)) };
        Some(Self {
            component: window.component.clone(),
            status: Status::named(window.status)?,
            from,
            earliest,
            to,
            latest,
            is_vague: earliest != from || to != latest,
        })
    }
}

/// The earliest and the latest reading of a time, in seconds since 1970; nothing of an unknown one.
fn readings(time: &Time) -> Option<(i64, i64)> {
    Some((time.from?.timestamp(), time.to?.timestamp()))
}

/// When the incident can have begun, as far as it is known.
fn began(view: &View) -> Option<i64> {
    let first = view.updates.first().map(|update| &update.at);
    let times = [&view.started, &view.scheduled_start, &view.detected].map(Option::as_ref);
    times.into_iter().chain([first]).flatten().find_map(readings).map(|(earliest, _)| earliest)
}

/// When it was over at the latest: a report is published of what has ended.
fn over(view: &View) -> Option<i64> {
    let times = [&view.resolved, &view.published].into_iter().flatten();
    times.filter_map(readings).map(|(_, latest)| latest).next()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::ImpactWindow;
    use crate::config::{self, Config};
    use crate::load;
    use crate::source::{FileSource, IncidentSource, SourceFile};
    use crate::view::{Audience, View};

    fn at(clock: &str) -> i64 {
        let text = format!("2024-05-02T{clock}:00Z");
        DateTime::parse_from_rfc3339(&text).unwrap().timestamp()
    }

    /// Its earliest start, its certain start, its certain end, its latest end, and whether that is
    /// vague.
    type Bounds = (i64, i64, Option<i64>, Option<i64>, bool);

    /// A window in an incident with these facts, seen at 20:00.
    fn window(facts: &str, bounds: &str) -> Option<Bounds> {
        let text = format!(
            "title = \"a\"\n{facts}\n[[impact]]\ncomponent = \"checkout\"\n\
             status = \"major_outage\"\n{bounds}\n"
        );
        let (config, _): (Config, _) = config::parse(&SourceFile::default(), &load::section_keys());
        let source = IncidentSource {
            facts: FileSource::from_bytes("facts.toml".to_owned(), text.into_bytes()),
            ..IncidentSource::default()
        };
        let incident = load::incident(source, &config).incident.unwrap();
        let now = DateTime::parse_from_rfc3339("2024-05-02T20:00:00Z").unwrap();
        let view = View::new(&incident, Audience::Internal, &config, now);
        let windows = ImpactWindow::all(&view, now.timestamp());
        windows.first().map(|it| (it.earliest, it.from, it.to, it.latest, it.is_vague))
    }

    const OVER: &str = "state = \"published\"\nstarted = 2024-05-02T10:00:00Z\n\
        resolved = 2024-05-02T12:00:00Z\npublished = 2024-05-02T15:00:00Z";
    const OPEN: &str = "state = \"ongoing\"\nstarted = 2024-05-02T10:00:00Z";

    #[test]
    fn known_bounds_are_certain() {
        let bounds = "start = 2024-05-02T10:10:00Z\nend = 2024-05-02T11:00:00Z";
        let (ten, eleven) = (at("10:10"), at("11:00"));
        assert_eq!(window(OVER, bounds), Some((ten, ten, Some(eleven), Some(eleven), false)));
        let start = "start = 2024-05-02T10:10:00Z";
        let (noon, lasts) = (at("12:00"), (ten, ten, None, None, false));
        assert_eq!(window(OVER, start), Some((ten, ten, Some(noon), Some(noon), false)));
        assert_eq!(window(OPEN, start), Some(lasts));
    }

    #[test]
    fn an_unknown_bound_leaves_nothing_certain_within_the_incident() {
        let (ten, eleven, noon) = (at("10:00"), at("11:00"), at("12:00"));
        let end = "start = \"unknown\"\nend = 2024-05-02T11:00:00Z";
        assert_eq!(window(OVER, end), Some((ten, eleven, Some(eleven), Some(eleven), true)));
        let start = "start = 2024-05-02T11:00:00Z\nend = \"unknown\"";
        assert_eq!(window(OVER, start), Some((eleven, eleven, Some(eleven), Some(noon), true)));
        assert_eq!(window(OPEN, start), Some((eleven, eleven, Some(eleven), None, true)));
        let neither = "start = \"unknown\"\nend = \"unknown\"";
        assert_eq!(window(OVER, neither), Some((ten, ten, Some(ten), Some(noon), true)));
        let at_unknown = OVER.replace("2024-05-02T12:00:00Z", "\"unknown\"");
        let report = at("15:00");
        assert_eq!(
            window(&at_unknown, "start = 2024-05-02T11:00:00Z"),
            Some((eleven, eleven, Some(eleven), Some(report), true))
        );
    }

    #[test]
    fn what_still_lasts_since_an_unknown_time_lasts_now() {
        let (ten, now) = (at("10:00"), at("20:00"));
        assert_eq!(window(OPEN, "start = \"unknown\""), Some((ten, now, None, None, true)));
    }

    #[test]
    fn what_nothing_places_is_left_out() {
        let never = "state = \"drafting\"";
        assert_eq!(window(never, "start = \"unknown\"\nend = \"unknown\""), None);
    }
}
