use std::collections::BTreeMap;

use crate::diagnostic::emit::{Concealed, Sources};
use crate::diagnostic::{Finding, Level};
use crate::render::preview::Fault;
use crate::source::{LineIndex, clean};

/// What is wrong with something.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    /// What keeps it from being published.
    pub(super) errors: Vec<Fault>,
    /// What does not.
    pub(super) warnings: Vec<Fault>,
}

impl Faults {
    /// The findings by incident; those about anything else are under the empty id.
    pub(super) fn by_incident(
        mut findings: Vec<Finding>,
        sources: Sources<'_>,
    ) -> BTreeMap<String, Self> {
        let concealed = Concealed::of(&mut findings, &sources);
        let sources = concealed.over(sources);
        let mut faults: BTreeMap<String, Self> = BTreeMap::new();
        for finding in &findings {
            let fault = fault(finding, &sources);
            let faults = faults.entry(incident(&finding.file).to_owned()).or_default();
            match finding.level {
                Level::Error => faults.errors.push(fault),
                Level::Warning => faults.warnings.push(fault),
            }
        }
        faults
    }
}

/// The id of the incident that a file belongs to.
fn incident(path: &str) -> &str {
    let inside = path.strip_prefix("incidents/");
    inside.and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

fn fault(finding: &Finding, sources: &Sources<'_>) -> Fault {
    let place = LineIndex::new(sources.text(&finding.file)).position(finding.span.start);
    let said = |text: &str| clean(text).into_owned();
    Fault {
        place: format!("{}:{}:{}", said(&finding.file), place.line, place.column),
        rule: Some(finding.rule),
        message: said(&finding.message),
        help: finding.help.as_deref().map(said),
    }
}
