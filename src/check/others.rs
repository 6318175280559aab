use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::anchors::Anchors;

/// What is known of an incident that another one links to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Other {
    /// There is none of this id.
    Missing,
    /// Its report is not published.
    Draft,
    /// Its report is published, or its facts cannot be read.
    Published,
}

/// Tells about incidents by their ids. It is asked about one at a time: few reports link to
/// others, and not all incidents need be loaded at once.
pub trait Incidents: Sync {
    /// What there is of this id.
    fn state(&self, id: &str) -> Other;

    /// The places on its page; nothing where they cannot be told.
    fn anchors(&self, id: &str) -> Option<Arc<Anchors>>;
}

/// The incidents that one may link to.
#[derive(Clone, Copy)]
pub struct Others<'o>(&'o dyn Incidents);

/// Every id is that of a published incident.
struct Published;

impl Incidents for Published {
    fn state(&self, _: &str) -> Other {
        Other::Published
    }

    fn anchors(&self, _: &str) -> Option<Arc<Anchors>> {
        None
    }
}

impl<'o> Others<'o> {
    /// Every id is that of a published incident, of which no more is known.
    pub const PUBLISHED: Others<'static> = Others(&Published);

    /// Asks `incidents` about an id.
    #[must_use]
    pub const fn new(incidents: &'o dyn Incidents) -> Self {
        Self(incidents)
    }

    pub(super) fn state(&self, id: &str) -> Other {
        self.0.state(id)
    }

    pub(super) fn anchors(&self, id: &str) -> Option<Arc<Anchors>> {
        self.0.anchors(id)
    }
}

impl fmt::Debug for Others<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Others").finish_non_exhaustive()
    }
}
