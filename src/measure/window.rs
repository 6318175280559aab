use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::Status;
use crate::view::View;

/// A window of impact, as far as it is certain: where that is nowhere, it ends before it begins.
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
    /// The latest second at which it can have ended; nothing while it lasts.
    pub latest: Option<i64>,
    /// Whether it may have lasted longer.
    pub is_vague: bool,
}

impl ImpactWindow {
    /// The windows of a view. Each counts for what it certainly covers, like the totals on the
    /// incident's page.
    #[must_use]
    pub fn all(view: &View) -> Vec<Self> {
        let seconds = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.timestamp());
        view.windows
            .iter()
            .filter_map(|window| {
                let end = match &window.end {
                    Some(end) => Some(end),
                    None if view.is_open => None,
                    // It is over, so its windows are.
                    None => Some(view.resolved.as_ref()?),
                };
                Some(Self {
                    component: window.component.clone(),
                    status: Status::named(window.status)?,
                    from: seconds(window.start.to)?,
                    earliest: seconds(window.start.from)?,
                    to: match end {
                        Some(end) => Some(seconds(end.from)?),
                        None => None,
                    },
                    latest: end.and_then(|end| seconds(end.to)),
                    is_vague: window.start.from != window.start.to
                        || end.is_some_and(|end| end.from != end.to),
                })
            })
            .collect()
    }
}
