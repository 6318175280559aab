use chrono::{DateTime, FixedOffset};

use super::object::Object;
use crate::import::{Named, Window};
use crate::model::ImpactStatus;

/// What an update says about a component.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    at: DateTime<FixedOffset>,
    code: Option<String>,
    name: String,
    /// Nothing where it works.
    status: Option<ImpactStatus>,
}

impl Statement {
    /// All that an update says.
    pub(super) fn all(update: &Object<'_>, at: DateTime<FixedOffset>) -> Vec<Self> {
        let affected = update.objects("affected_components");
        affected
            .filter_map(|component| {
                let word = component.text("new_status")?;
                let status = ImpactStatus::ALL.iter().find(|(name, _)| *name == word);
                (word == "operational" || status.is_some()).then_some(())?;
                Some(Self {
                    at,
                    code: component.line("code"),
                    name: component.line("name")?,
                    status: status.map(|(_, status)| *status),
                })
            })
            .collect()
    }
}

/// Windows of impact as updates tell them, oldest first for each component: from the update that
/// calls it affected to the one that does so no more, or to the end. Components that only updates
/// name are added.
pub(super) fn windows(
    statements: &[Statement],
    components: &mut Vec<Named>,
    resolved: Option<DateTime<FixedOffset>>,
    is_over: bool,
) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for statement in statements {
        let component = match (place(components, statement), statement.status) {
            (Some(component), _) => component,
            (None, None) => continue,
            (None, Some(_)) => {
                let Statement { code, name, .. } = statement.clone();
                components.push(Named { id: code, name, group: None });
                components.len() - 1
            }
        };
        let open = windows
            .iter_mut()
            .rev()
            .find(|window| window.component == component && window.end.is_none());
        match (open, statement.status) {
            (Some(open), Some(status)) if open.status == status => continue,
            (Some(open), _) => open.end = Some(statement.at),
            (None, _) => {}
        }
        if let Some(status) = statement.status {
            windows.push(Window { component, status, start: statement.at, end: None });
        }
    }
    if is_over {
        windows.iter_mut().for_each(|window| window.end = window.end.or(resolved));
    }
    windows.retain(|window| window.end.is_none_or(|end| end > window.start));
    windows
}

/// The component that a statement is about. Updates may name it with its group: "Shop - Checkout".
fn place(components: &[Named], statement: &Statement) -> Option<usize> {
    let by = |is: &dyn Fn(&Named) -> bool| components.iter().position(is);
    let by_code = by(&|one| one.id.is_some() && one.id == statement.code);
    by_code.or_else(|| by(&|one| one.name == statement.name))
}
