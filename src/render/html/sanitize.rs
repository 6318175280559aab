use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

/// Makes HTML that holds an author's raw HTML safe: no scripts, handlers, styles, frames or
/// forms, no foreign addresses beyond links.
pub(super) fn clean(html: &str) -> String {
    static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(builder);
    BUILDER.clean(html).to_string()
}

fn builder() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .add_tags(["input", "section", "details", "summary"])
        .add_generic_attributes(["class"])
        .add_tag_attributes("input", ["type", "checked", "disabled", "aria-label"])
        .add_tag_attributes("div", ["id", "role", "aria-label", "tabindex"])
        .add_tag_attributes("sup", ["id"])
        .link_rel(None);
    builder
}
