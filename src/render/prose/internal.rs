use crate::view::View;

/// Who did what, and the words to find it by, an item each; none outside the internal view.
pub(in crate::render) fn internal(view: &View) -> impl Iterator<Item = String> + '_ {
    view.internal.iter().flat_map(|internal| {
        let roles = internal.roles.iter().map(|(role, name)| format!("{role}: {name}"));
        let tags =
            (!internal.tags.is_empty()).then(|| format!("Tags: {}", internal.tags.join(", ")));
        roles.chain(tags)
    })
}
