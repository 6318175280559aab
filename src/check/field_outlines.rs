use std::borrow::Cow;

use super::subject::Field;
use crate::model::Facts;
use crate::source::Outline;

/// What the Markdown texts in the facts are made of: each of them is parsed once.
#[derive(Debug)]
pub(super) struct FieldOutlines {
    timeline: Vec<Entry>,
    updates: Vec<Outline>,
    corrections: Vec<Outline>,
}

/// The texts of an entry of the timeline.
#[derive(Debug)]
struct Entry {
    text: Outline,
    wording: Option<Outline>,
}

impl FieldOutlines {
    pub(super) fn of(facts: &Facts) -> Self {
        let timeline = facts.timeline.iter().map(|entry| Entry {
            text: Outline::of(&entry.text),
            wording: entry.wording.as_deref().map(Outline::of),
        });
        let updates = facts.updates.iter().map(|update| Outline::of(&update.text));
        let corrections = facts.corrections.iter().map(|correction| Outline::of(&correction.text));
        Self {
            timeline: timeline.collect(),
            updates: updates.collect(),
            corrections: corrections.collect(),
        }
    }

    /// What the text of a field is made of, if the field is one of those that hold blocks.
    pub(super) fn get(&self, field: Field) -> Option<&Outline> {
        match field {
            Field::Item("timeline", at, "text") => Some(&self.timeline.get(at)?.text),
            Field::Item("timeline", at, "wording") => self.timeline.get(at)?.wording.as_ref(),
            Field::Item("update", at, "text") => self.updates.get(at),
            Field::Item("correction", at, "text") => self.corrections.get(at),
            Field::Item(..) | Field::Top(_) => None,
        }
    }

    /// The same of a field of any kind, which has this text.
    pub(super) fn get_or_parse(&self, field: Field, text: &str) -> Cow<'_, Outline> {
        self.get(field).map_or_else(|| Cow::Owned(Outline::of(text)), Cow::Borrowed)
    }
}
