//! All prose of an incident, read once for all rules.

use std::cell::OnceCell;
use std::ops::Range;

use chrono::Datelike as _;

use super::clock::{Clock, clocks};
use super::date::days;
use super::duration::durations;
use super::meaning::Meaning;
use super::moments::{Moments, Role};
use super::sentence::Sentence;
use super::spans::Spans;
use super::spots::Spots;
use super::steps::{Step, steps};
use super::text::Text;
use super::times::{Times, is_at};
use super::token::Kind;
use super::word_list::Words;
use super::zone::zone;
use crate::check::field_outlines::FieldOutlines;
use crate::check::rules::times::surely_before;
use crate::check::subject::{Field, Subject};
use crate::model::Moment;
use crate::source::has_markup;

/// All prose of an incident, and what the facts have to compare with.
#[derive(Debug)]
pub(in crate::check) struct Account {
    /// Every text, the report first.
    pub(in crate::check) passages: Vec<Passage>,
    moments: OnceCell<Moments>,
    spans: OnceCell<Spans>,
    times: OnceCell<Times>,
    steps: OnceCell<Vec<Step>>,
    names: OnceCell<Vec<String>>,
    offsets: OnceCell<Vec<i32>>,
}

/// One text.
#[derive(Debug)]
pub(in crate::check) struct Passage {
    /// Where it stands.
    pub(in crate::check) place: Place,
    /// What it says.
    pub(in crate::check) text: Text,
    /// Its field, where it stands in the facts.
    pub(in crate::check) field: Option<Field>,
    /// When it was said, if it was said during the incident.
    pub(in crate::check) said: Option<Moment>,
    says: OnceCell<Says>,
}

/// Which facts a text states rightly: another time or duration in it is then more likely that
/// of a part than a contradiction.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::check) struct Says {
    /// When the incident started.
    pub(in crate::check) start: bool,
    /// When it was noticed.
    pub(in crate::check) detection: bool,
    /// When it was resolved.
    pub(in crate::check) resolution: bool,
    /// How long it lasted.
    pub(in crate::check) duration: bool,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Place {
    /// In `report.md`.
    Report,
    /// The incident's title.
    Title,
    /// An entry of the timeline.
    Timeline,
    /// An update; the last one looks back on the whole incident.
    Update {
        /// Whether no update comes after it, and the incident is over.
        is_last: bool,
    },
    /// The title of a preventive measure.
    Action,
}

impl Account {
    /// Reads all prose of an incident. Corrections are left out: they name what was wrong.
    pub(in crate::check) fn of(subject: &Subject<'_>, outlines: &FieldOutlines) -> Self {
        let facts = &subject.incident.facts;
        let markdown = subject.report_file().parsable();
        let mut passages = vec![Passage {
            place: Place::Report,
            text: Text::of_outline(&markdown, subject.outline),
            field: None,
            said: None,
            says: OnceCell::new(),
        }];
        let mut add = |place, text, field: Field, said: Option<Moment>| {
            let says = OnceCell::new();
            passages.push(Passage { place, text, field: Some(field), said, says });
        };
        add(Place::Title, Text::plain(&facts.title), Field::Top("title"), None);
        for (index, entry) in facts.timeline.iter().enumerate() {
            let field = |key| Field::Item("timeline", index, key);
            let texts = [("text", Some(&entry.text)), ("wording", entry.wording.as_ref())];
            for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text?))) {
                let text = match outlines.get(field(key)).filter(|_| has_markup(text)) {
                    Some(outline) => Text::of_outline(text, outline),
                    None => Text::plain(text),
                };
                add(Place::Timeline, text, field(key), Some(entry.at));
            }
        }
        let updates = facts.updates.iter().enumerate();
        let last = updates.max_by_key(|(_, update)| update.at.earliest()).map(|(index, _)| index);
        for (index, update) in facts.updates.iter().enumerate() {
            let field = |key| Field::Item("update", index, key);
            let is_over = update.status.is_final()
                || facts.resolved.is_none_or(|resolved| !surely_before(&update.at, &resolved));
            let place = Place::Update { is_last: Some(index) == last && is_over };
            if let Some(title) = &update.title {
                add(place, Text::line(title), field("title"), Some(update.at));
            }
            let text = match outlines.get(field("text")) {
                Some(outline) => Text::of_outline(&update.text, outline),
                None => Text::markdown(&update.text),
            };
            add(place, text, field("text"), Some(update.at));
        }
        for (index, action) in facts.actions.iter().enumerate() {
            let field = Field::Item("action", index, "title");
            add(Place::Action, Text::line(&action.title), field, None);
        }
        Self {
            passages,
            moments: OnceCell::new(),
            spans: OnceCell::new(),
            times: OnceCell::new(),
            steps: OnceCell::new(),
            names: OnceCell::new(),
            offsets: OnceCell::new(),
        }
    }

    /// The sentences in which statements of this kind can begin, with the texts they stand in.
    pub(in crate::check) fn sentences_with(
        &self,
        kind: Spots,
    ) -> impl Iterator<Item = (&Passage, Sentence<'_>)> {
        self.passages.iter().flat_map(move |passage| {
            passage.text.sentences_with(kind).map(move |sentence| (passage, sentence))
        })
    }

    /// The moments that the facts know.
    pub(in crate::check) fn moments(&self, subject: &Subject<'_>) -> &Moments {
        self.moments.get_or_init(|| Moments::of(&subject.incident.facts))
    }

    /// The lengths of time between them.
    pub(in crate::check) fn spans(&self, subject: &Subject<'_>) -> &Spans {
        self.spans.get_or_init(|| Spans::of(subject, self.moments(subject)))
    }

    /// The times of day and the days that they fall on.
    pub(in crate::check) fn times(&self, subject: &Subject<'_>) -> &Times {
        self.times.get_or_init(|| Times::of(subject, self.moments(subject), self.offsets()))
    }

    /// The entries of the timeline, by what they tell.
    pub(super) fn steps(&self, subject: &Subject<'_>) -> &[Step] {
        self.steps.get_or_init(|| steps(subject))
    }

    /// Whether something in the facts happened at a stated time.
    pub(in crate::check) fn has(&self, subject: &Subject<'_>, clock: &Clock<'_>) -> bool {
        let times = self.times(subject);
        [Role::Start, Role::End].into_iter().any(|role| times.allow(clock, role, self.offsets()))
    }

    /// Whether a stated time is that of one of the key moments.
    pub(in crate::check) fn is_key(&self, subject: &Subject<'_>, clock: &Clock<'_>) -> bool {
        let facts = &subject.incident.facts;
        let keys = [facts.started, facts.detected, facts.mitigated, facts.resolved];
        keys.iter().flatten().any(|at| is_at(&facts.zone, at, clock, self.offsets()))
    }

    /// The same, if it only was one of several windows that began or ended then.
    pub(in crate::check) fn knows(&self, subject: &Subject<'_>, clock: &Clock<'_>) -> bool {
        self.has(subject, clock) || self.times(subject).has_window(clock, self.offsets())
    }

    /// Minutes east of UTC of every zone that the prose names: a time without a zone may be
    /// meant in one of them.
    pub(in crate::check) fn offsets(&self) -> &[i32] {
        self.offsets.get_or_init(|| {
            let mut offsets = Vec::new();
            for (_, sentence) in self.sentences_with(Spots::ZONE) {
                let zones = sentence.spots(Spots::ZONE).filter_map(|at| zone(&sentence, at));
                offsets.extend(zones.flat_map(|zone| zone.offsets));
                offsets.sort_unstable();
                offsets.dedup();
            }
            offsets
        })
    }

    /// Which facts a passage states rightly.
    pub(in crate::check) fn says(&self, subject: &Subject<'_>, passage: &Passage) -> Says {
        *passage.says.get_or_init(|| {
            let mut says = Says::default();
            for sentence in passage.text.sentences_with(Spots::CLOCK.and(Spots::UNIT)) {
                for clock in clocks(&sentence) {
                    let (start, end) = self.times(subject).is_key(&clock, self.offsets());
                    let detected = subject.incident.facts.detected;
                    says.detection |= detected.is_some_and(|at| {
                        is_at(&subject.incident.facts.zone, &at, &clock, self.offsets())
                    });
                    says.start |= start;
                    says.resolution |= end;
                }
                let spans = self.spans(subject);
                says.duration |= durations(&sentence).iter().any(|stated| spans.is_whole(stated));
            }
            says
        })
    }

    /// Whether a sentence names a day on which nothing of the incident happened: it speaks of
    /// something else.
    pub(in crate::check) fn is_of_another_day(
        &self,
        subject: &Subject<'_>,
        sentence: &Sentence<'_>,
    ) -> bool {
        let times = self.times(subject);
        let Some((first, last)) = times.days() else { return false };
        // "In April, we were down for two hours": a month without a day.
        let is_other_month = |at: usize| match sentence.meaning(at) {
            Meaning::Month(month) => {
                let is_alone = |at| !matches!(sentence.kind(at), Some(Kind::Number { .. }));
                let is_ours = (first.month()..=last.month()).contains(&month);
                is_alone(at + 1) && is_alone(at.wrapping_sub(1)) && !is_ours
            }
            _ => false,
        };
        let is_ordinal =
            |at: usize| sentence.is(at.wrapping_sub(1), words!("of" "th" "st" "nd" "rd" "-"));
        if sentence.spots(Spots::DAY).any(|at| is_other_month(at) && !is_ordinal(at)) {
            return true;
        }
        let mut dates = days(sentence).into_iter().filter_map(|day| day.date);
        dates.any(|date| !date.candidates(first).into_iter().any(|date| times.has_day(date)))
    }

    /// The words that the facts use for what was affected, in lower case and sorted: those of
    /// the components' names and the resources.
    pub(in crate::check) fn names(&self, subject: &Subject<'_>) -> &[String] {
        self.names.get_or_init(|| names(subject))
    }
}

/// Words of a title that name nothing.
const COMMON: &Words = words!(
    "the" "and" "for" "with" "from" "after" "not" "all" "into" "over" "down" "bug" "update"
    "caused" "causes" "fault" "fails" "failed" "failure" "back" "week" "brings" "turns" "since"
    "until" "before" "during" "between" "when" "while" "was" "were" "are" "has" "had" "have"
    "been" "our" "its" "this" "that" "their" "some" "more" "than" "due" "via" "per" "out" "off"
    "unavailable" "offline" "slow" "late" "delayed" "error" "errors" "outage" "incident" "again"
    "unable" "could" "cannot" "did" "new" "on" "no" "one" "two" "both" "every" "minutes" "hours"
);

fn names(subject: &Subject<'_>) -> Vec<String> {
    const SHORTEST: usize = 3;
    let facts = &subject.incident.facts;
    let mut names = Vec::new();
    for id in facts.components.iter().chain(facts.impact.iter().map(|window| &window.component)) {
        let name = subject.config.component(id).map_or(id.as_str(), |component| &component.name);
        let words = name.split(|c: char| !c.is_alphanumeric());
        names.extend(words.filter(|word| word.len() >= SHORTEST).map(str::to_lowercase));
    }
    for (noun, _) in &facts.counts {
        names.extend(noun.split_whitespace().map(str::to_lowercase));
    }
    let title = facts.title.split(|c: char| !c.is_alphanumeric());
    let is_name = |word: &&str| word.len() >= SHORTEST && !COMMON.has(word);
    names.extend(title.filter(is_name).map(str::to_lowercase));
    let resources = facts.impact.iter().filter_map(|window| window.resource.as_ref());
    names.extend(resources.map(|resource| resource.to_lowercase()));
    // One of several, and several of one: "mail" and "mails".
    let other = |name: &String| match name.strip_suffix('s') {
        Some(one) if one.len() >= SHORTEST && !one.ends_with('s') => one.to_owned(),
        _ => format!("{name}s"),
    };
    names.extend(names.iter().map(other).collect::<Vec<_>>());
    names.sort_unstable();
    names.dedup();
    names
}

impl Passage {
    /// Whether it tells what was, and not what is to be done.
    pub(in crate::check) fn looks_back(&self) -> bool {
        self.place != Place::Action
    }

    /// Where shown bytes of it stand in its source: the report, or the value of its field.
    pub(in crate::check) fn source(&self, shown: Range<usize>) -> Range<usize> {
        self.text.source(shown)
    }
}
