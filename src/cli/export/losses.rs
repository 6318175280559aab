use std::collections::BTreeMap;

use crate::view::{Time, View};

/// How much is lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Things.
    things: usize,
    /// Incidents that have such.
    incidents: usize,
}

/// What views have and a form has no place for, by what it is.
#[derive(Debug, Default)]
pub(super) struct Losses(pub(super) BTreeMap<&'static str, Count>);

impl Losses {
    pub(super) fn add(&mut self, what: &'static str, things: usize) {
        if things > 0 {
            let count = self.0.entry(what).or_default();
            count.things += things;
            count.incidents += 1;
        }
    }

    /// What no table and no status page has of an incident.
    pub(super) fn of_any(&mut self, view: &View) {
        self.add("timeline entries", view.timeline.len());
        self.add("corrections", view.corrections.len());
        self.add("links", view.links.len());
        self.add("attachments", view.attachments.len());
        self.add("statements about data loss", usize::from(view.data_loss.is_some()));
        self.add("bylines", usize::from(view.byline.is_some()));
        if let Some(internal) = &view.internal {
            self.add("tags", internal.tags.len());
            self.add("roles", internal.roles.len());
        }
    }
}

/// How many of several times are not known exactly.
pub(super) fn vague<'t>(times: impl IntoIterator<Item = &'t Time>) -> usize {
    times.into_iter().filter(|time| !time.is_exact()).count()
}

/// The list, for people.
pub(super) fn said(lost: &BTreeMap<&'static str, Count>) -> String {
    let mut text = "Not in this form:".to_owned();
    for (what, Count { things, incidents }) in lost {
        let of = if *incidents == 1 { "1 incident" } else { &format!("{incidents} incidents") };
        text.push_str(&format!("\n  {what}: {things}, of {of}"));
    }
    text
}
