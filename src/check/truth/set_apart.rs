//! Statements that look like ones about this incident, and are set apart by their sentence.

use std::ops::Range;

use super::another_incident::Mention;
use super::arrivals::is_of_first_ones;
use super::beliefs::is_believed;
use super::habits::is_habitual;
use super::sentence::Sentence;
use super::{Account, Passage};
use crate::check::subject::{Findings, Subject};
use crate::source::Outline;

/// A text in which a statement was found that the facts contradict. What sets it apart is looked
/// for only then.
#[derive(Clone, Copy)]
pub(in crate::check) struct Context<'t> {
    subject: &'t Subject<'t>,
    account: &'t Account,
    passage: &'t Passage,
    outline: Option<&'t Outline>,
}

impl<'t> Context<'t> {
    pub(in crate::check) fn new(
        subject: &'t Subject<'t>,
        findings: &Findings<'t>,
        passage: &'t Passage,
    ) -> Self {
        let outline = match passage.field {
            None => Some(subject.outline),
            Some(field) => findings.outlines().get(field),
        };
        Self { subject, account: findings.account(), passage, outline }
    }

    /// Whether a day is one of another incident.
    pub(in crate::check) fn is_other_day(
        self,
        sentence: &Sentence<'_>,
        range: &Range<usize>,
    ) -> bool {
        self.mention(sentence).is_of_another(range) || is_believed(sentence, range)
    }

    /// Whether a time is one of another incident, of the first that recovered, or only believed.
    pub(in crate::check) fn is_other_time(
        self,
        sentence: &Sentence<'_>,
        range: &Range<usize>,
    ) -> bool {
        self.is_other_day(sentence, range)
            || is_of_first_ones(sentence, range)
            || self.mention(sentence).is_on_other_clocks()
    }

    /// Whether a duration is one of another incident or of none.
    pub(in crate::check) fn is_other_duration(
        self,
        sentence: &Sentence<'_>,
        range: &Range<usize>,
    ) -> bool {
        self.is_other_time(sentence, range) || is_habitual(sentence, range)
    }

    fn mention<'s>(self, sentence: &'s Sentence<'s>) -> Mention<'s>
    where
        't: 's,
    {
        let Self { subject, account, passage, outline } = self;
        Mention { subject, account, passage, outline, sentence }
    }
}
