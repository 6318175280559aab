use super::words::{ended, one_line};
use crate::view::{Action, View};

/// A preventive measure for readers.
pub(in crate::render) struct Measure<'v> {
    /// The title without its full stop.
    pub(in crate::render) title: String,
    /// Dates and, inside, the owner: "due on 1 July 2018"; may be empty.
    pub(in crate::render) note: String,
    pub(in crate::render) link: Option<&'v str>,
    /// What ends the sentence behind title and note.
    pub(in crate::render) end: &'static str,
}

/// The measures by state, each state with the words that introduce it. States without measures
/// are left out.
pub(in crate::render) fn measures(view: &View) -> Vec<(&'static str, Vec<Measure<'_>>)> {
    [("done", "Done:"), ("open", "Still to be done:"), ("dropped", "Dropped:")]
        .into_iter()
        .map(|(status, intro)| {
            let actions = view.actions.iter().filter(|action| action.status == status);
            (intro, actions.map(measure).collect::<Vec<_>>())
        })
        .filter(|(_, measures)| !measures.is_empty())
        .collect()
}

fn measure(action: &Action) -> Measure<'_> {
    let date = match (action.status, &action.due, &action.done) {
        ("done", _, Some(done)) => Some(done.clone()),
        ("open", Some(due), _) => Some(format!("due on {due}")),
        _ => None,
    };
    let owner = action.owner.as_ref().map(|owner| format!("owner: {owner}"));
    let notes: Vec<String> = date.into_iter().chain(owner).collect();
    let title = one_line(&action.title);
    let title = title.trim_end_matches('.');
    let has_end = notes.is_empty() && ended(title) == title;
    Measure {
        title: title.to_owned(),
        note: notes.join(", "),
        link: action.link.as_deref(),
        end: if has_end { "" } else { "." },
    }
}
