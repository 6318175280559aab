//! Blog posts: what a generator makes of one that lets raw HTML through runs nothing.

use ::incident::config::Generator;
use ::incident::render::{Content, Templates, blog};
use ::incident::source::markdown_options;

/// The text is a section of the report; the post must be as safe as the site's page, though
/// nobody sanitises it.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut config = super::config();
    let report = format!("## Summary\n\n{text}\n");
    let templates = Templates::new(Vec::new()).expect("the built-in templates compile");
    for generator in [Generator::Plain, Generator::Jekyll] {
        config.blog.generator = generator;
        let loaded = super::load(super::FACTS.as_bytes(), report.as_bytes(), &config);
        for view in super::views(&loaded, &config) {
            let files = blog::incident(&view, &config, &templates).expect("a post");
            for file in files {
                let Content::Bytes(bytes) = file.content else { continue };
                let post = String::from_utf8(bytes).expect("posts are UTF-8");
                let body = match generator {
                    Generator::Jekyll => post.splitn(3, "---\n").nth(2).unwrap_or_default(),
                    Generator::Plain => &post,
                };
                let mut page = String::new();
                let events = pulldown_cmark::Parser::new_ext(body, markdown_options(body));
                pulldown_cmark::html::push_html(&mut page, events);
                // How generators align the cells of tables.
                for side in ["left", "center", "right"] {
                    page = page.replace(&format!(" style=\"text-align: {side}\""), "");
                }
                super::html::is_safe(&page, &["2018-06-18-panics/", "{{"]);
            }
        }
    }
}
