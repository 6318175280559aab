use crate::view::View;

/// What to call the list of links, so that no section of the author's is called the same.
pub(in crate::render) fn sources_heading(view: &View) -> &'static str {
    let is_taken =
        view.sections.iter().any(|section| section.heading.to_lowercase().starts_with("source"));
    match (is_taken, view.links.len()) {
        (true, _) => "More",
        (false, 1) => "Source",
        (false, _) => "Sources",
    }
}
