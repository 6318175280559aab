use std::cell::OnceCell;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::audience::{self, AttachedLeak, Authors, Leak, Secret};
use super::exposure::{Exposure, Spot};
use super::field_outlines::FieldOutlines;
use super::language::{self, Wording};
use super::others::Others;
use super::shown::Shown;
use super::truth::{Account, Passage};
use crate::config::Config;
use crate::diagnostic::{Finding, Fix};
use crate::model::{Audience, Incident};
use crate::source::{
    FieldIndex, FieldPath, IncidentSource, KeptItems, Outline, Part, SourceFile, Span, in_literal,
};

/// What rules look at: one incident, its files and the workspace's configuration.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// The incident.
    pub incident: &'s Incident,
    /// Its files.
    pub source: &'s IncidentSource,
    /// What the report is made of.
    pub outline: &'s Outline,
    /// Which items of the facts became values.
    pub kept: &'s KeptItems,
    /// Whether the facts have no faults, so that what is not in them was not written.
    pub facts_are_whole: bool,
    /// The configuration.
    pub config: &'s Config,
    /// Who has written to the repository.
    pub authors: &'s Authors,
    /// The day that counts as today.
    pub today: NaiveDate,
    /// The incident at the base of the check, where it is another one there.
    pub before: Option<&'s Before>,
    /// The incidents that it may link to.
    pub others: Others<'s>,
}

/// What an incident was.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its facts and its report.
    pub incident: Incident,
    /// Attachments that have other bytes now.
    pub replaced: BTreeSet<String>,
}

/// A text of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A part of `report.md`, from this byte on.
    Report(usize),
    /// The value of a field of `facts.toml`.
    Field(Field),
}

/// A field of `facts.toml`; its path is made where something is to be said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A key of the file itself.
    Top(&'static str),
    /// A key of an item of an array of tables: the array, the position among the items that
    /// became values, and the key.
    Item(&'static str, usize, &'static str),
}

impl Field {
    pub(super) fn path(self, subject: &Subject<'_>) -> FieldPath {
        match self {
            Self::Top(key) => FieldPath::from(key),
            Self::Item(array, position, key) => subject.item(array, position).key(key),
        }
    }
}

/// What several rules read of one incident, read for the first that asks.
#[derive(Debug, Default)]
pub(super) struct Readings {
    fields: OnceCell<FieldIndex>,
    outlines: OnceCell<FieldOutlines>,
    exposure: OnceCell<Exposure>,
    shown: OnceCell<Shown>,
    leaks: OnceCell<Vec<Leak>>,
    attached_leaks: OnceCell<Vec<AttachedLeak>>,
    wordings: OnceCell<Vec<Wording>>,
    account: OnceCell<Account>,
}

impl Place {
    /// A span of the text as a span of the field's value or of the report's file.
    pub(super) const fn shifted(&self, span: Span) -> Span {
        match self {
            Self::Report(start) => span.shifted(*start),
            Self::Field(_) => span,
        }
    }
}

impl<'s> Subject<'s> {
    /// Who may read a section of the report, by its number, once it is published. What is in none
    /// is shown to nobody.
    pub(super) fn section_audience(&self, number: Option<usize>) -> Audience {
        let section = number.and_then(|number| self.incident.report.sections.get(number));
        section.map_or(Audience::Internal, |section| section.audience)
    }

    /// `facts.toml`.
    #[must_use]
    pub const fn facts_file(&self) -> &'s SourceFile {
        &self.source.facts.file
    }

    /// `report.md`.
    #[must_use]
    pub const fn report_file(&self) -> &'s SourceFile {
        &self.source.report.file
    }

    /// The field of the value at `position` of an array of tables: `item("timeline", 2)`.
    #[must_use]
    pub fn item(&self, key: &'static str, position: usize) -> FieldPath {
        FieldPath::from(key).index(self.kept.index(key, position))
    }
}

impl Readings {
    /// The bytes of a field of `facts.toml`.
    fn place(&self, subject: &Subject<'_>, field: &FieldPath, part: Part) -> Span {
        let index = self.fields.get_or_init(|| FieldIndex::of(&subject.facts_file().parsable()));
        index.locate(field, part)
    }

    /// The bytes of words of a string in `facts.toml`; those of the whole where the words
    /// cannot be told.
    fn words(&self, subject: &Subject<'_>, field: &FieldPath, words: Span) -> Span {
        let value = self.place(subject, field, Part::Value);
        let literal = subject.facts_file().slice(value);
        in_literal(literal, words).map_or(value, |within| within.shifted(value.start))
    }
}

/// Collects what one rule finds in one incident.
#[derive(Debug)]
pub struct Findings<'f> {
    rule: &'static str,
    subject: &'f Subject<'f>,
    readings: &'f Readings,
    found: &'f mut Vec<Finding>,
}

impl<'f> Findings<'f> {
    pub(super) fn new(
        rule: &'static str,
        subject: &'f Subject<'f>,
        readings: &'f Readings,
        found: &'f mut Vec<Finding>,
    ) -> Self {
        Self { rule, subject, readings, found }
    }

    /// What the Markdown texts in the facts are made of.
    pub(super) fn outlines(&self) -> &'f FieldOutlines {
        self.readings.outlines.get_or_init(|| FieldOutlines::of(&self.subject.incident.facts))
    }

    /// What readers outside would see and should not.
    pub(super) fn leaks(&self) -> &'f [Leak] {
        let find = || audience::leaks(self.subject, self.exposure(), self.shown(), self.outlines());
        self.readings.leaks.get_or_init(find)
    }

    /// The same of the attachments that are published.
    pub(super) fn attached_leaks(&self) -> &'f [AttachedLeak] {
        let find = || audience::attached_leaks(self.subject, &self.published_texts());
        self.readings.attached_leaks.get_or_init(find)
    }

    /// The attachments that are texts and published, with who sees them.
    pub(super) fn published_texts(&self) -> Vec<(&'f SourceFile, Audience)> {
        audience::published_texts(self.subject, self.exposure(), self.outlines())
    }

    /// The secrets in what is shown otherwise than it is written, with their files and places.
    pub(super) fn shown_secrets(&self) -> Vec<(&'f SourceFile, Secret)> {
        let shown = self.shown();
        let secrets = audience::secrets(shown.parted_words()).into_iter();
        let placed = secrets.filter_map(|secret| {
            let spot = self.exposure().spot(shown.source(secret.span)?)?;
            let (file, span) = self.file_place(&spot);
            Some((file, Secret { span, ..secret }))
        });
        placed.collect()
    }

    fn file_place(&self, spot: &Spot) -> (&'f SourceFile, Span) {
        let subject = self.subject;
        match spot.place {
            Place::Report(_) => (subject.report_file(), spot.span),
            Place::Field(field) => {
                let words = self.readings.words(subject, &field.path(subject), spot.span);
                (subject.facts_file(), words)
            }
        }
    }

    /// Words that the rules about language know.
    pub(super) fn wordings(&self) -> &'f [Wording] {
        self.readings.wordings.get_or_init(|| language::wordings(self.subject, self.exposure()))
    }

    /// Whether readers outside see words of a passage once the incident is published.
    pub(super) fn is_seen_outside(&self, passage: &Passage, shown: std::ops::Range<usize>) -> bool {
        self.exposure().shows(passage.field, passage.source(shown).into())
    }

    fn exposure(&self) -> &'f Exposure {
        self.readings.exposure.get_or_init(|| Exposure::of(self.subject))
    }

    fn shown(&self) -> &'f Shown {
        let report = self.subject.report_file().parsable();
        let read = || Shown::of(self.exposure(), (&report, self.subject.outline), self.outlines());
        self.readings.shown.get_or_init(read)
    }

    /// All prose of the incident; read once, for the first rule that asks.
    pub(super) fn account(&self) -> &'f Account {
        self.readings.account.get_or_init(|| Account::of(self.subject, self.outlines()))
    }

    /// A finding at the value of a field of `facts.toml`, or at its table where the field is
    /// not there.
    pub fn at_field(&mut self, field: FieldPath, message: impl Into<String>) -> Entry<'_> {
        self.at_part(field, Part::Value, message)
    }

    /// A finding at the key of a field of `facts.toml`.
    pub fn at_key(&mut self, field: FieldPath, message: impl Into<String>) -> Entry<'_> {
        self.at_part(field, Part::Key, message)
    }

    /// A finding at a place in `report.md`. Line ends and white space at its end are left out.
    pub fn in_report(&mut self, span: Span, message: impl Into<String>) -> Entry<'_> {
        let file = self.subject.report_file();
        let shown = file.slice(span).trim_end().len();
        let span = Span::new(span.start, span.start + shown);
        self.push(Finding::error(self.rule, &file.path, span, message))
    }

    /// A finding at words of a text. `span` is within the field's value, or within the report's
    /// file.
    pub(super) fn at_words(
        &mut self,
        place: Place,
        span: Span,
        message: impl Into<String>,
    ) -> Entry<'_> {
        let Place::Field(field) = place else {
            return self.in_report(span, message);
        };
        let field = field.path(self.subject);
        let span = self.readings.words(self.subject, &field, span);
        let path = &self.subject.facts_file().path;
        self.push(Finding::error(self.rule, path, span, message).field(field))
    }

    /// A finding at bytes of the attachment at a path.
    pub(super) fn in_attachment(
        &mut self,
        path: &str,
        span: Span,
        message: impl Into<String>,
    ) -> Entry<'_> {
        self.push(Finding::error(self.rule, path, span, message))
    }

    /// A finding at bytes of a file that no output may show.
    pub(super) fn at_secret(
        &mut self,
        file: &SourceFile,
        span: Span,
        message: impl Into<String>,
    ) -> Entry<'_> {
        self.push(Finding::error(self.rule, &file.path, span, message).secret())
    }

    /// A finding at shown words of a passage.
    pub(super) fn at_passage(
        &mut self,
        passage: &Passage,
        shown: std::ops::Range<usize>,
        message: impl Into<String>,
    ) -> Entry<'_> {
        let words: Span = passage.source(shown).into();
        let place = passage.field.map_or(Place::Report(0), Place::Field);
        self.at_words(place, words, message)
    }

    fn at_part(&mut self, field: FieldPath, part: Part, message: impl Into<String>) -> Entry<'_> {
        let span = self.readings.place(self.subject, &field, part);
        let path = &self.subject.facts_file().path;
        self.push(Finding::error(self.rule, path, span, message).field(field))
    }

    fn push(&mut self, finding: Finding) -> Entry<'_> {
        Entry {
            subject: self.subject,
            readings: self.readings,
            finding: Some(finding),
            found: self.found,
        }
    }
}

/// A finding being written; it is reported when it goes out of scope.
#[derive(Debug)]
pub struct Entry<'e> {
    subject: &'e Subject<'e>,
    readings: &'e Readings,
    finding: Option<Finding>,
    found: &'e mut Vec<Finding>,
}

impl Entry<'_> {
    /// With words beside the place.
    pub fn label(self, label: impl Into<String>) -> Self {
        self.change(|finding| finding.label(label))
    }

    /// With the next step.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.change(|finding| finding.help(help))
    }

    /// With another field that explains it.
    pub fn related_field(self, field: &FieldPath, label: impl Into<String>) -> Self {
        let span = self.readings.place(self.subject, field, Part::Value);
        let path = &self.subject.facts_file().path;
        self.change(|finding| finding.related(path, span, label))
    }

    /// With a place in the report that explains it.
    pub fn related_report(self, span: Span, label: impl Into<String>) -> Self {
        let path = &self.subject.report_file().path;
        self.change(|finding| finding.related(path, span, label))
    }

    /// With the edits of its file that mend it.
    pub fn fix(self, fix: impl Into<Option<Fix>>) -> Self {
        self.change(|finding| finding.fix(fix))
    }

    fn change(mut self, change: impl FnOnce(Finding) -> Finding) -> Self {
        self.finding = self.finding.take().map(change);
        self
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        self.found.extend(self.finding.take());
    }
}
