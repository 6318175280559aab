//! Blog posts: what a generator makes of one that lets raw HTML through runs nothing.

use std::sync::LazyLock;

use ::incident::config::Generator;
use ::incident::render::{Content, Templates, blog};
use ::incident::source::markdown_options;
use ::incident::view::{Audience, View};
use pulldown_cmark::{Parser, html::push_html};

/// The first byte chooses the generator; the rest is a section of the report. The post must be as
/// safe as the site's page, though nobody sanitises it.
pub fn check(data: &[u8]) {
    static TEMPLATES: LazyLock<Templates> =
        LazyLock::new(|| Templates::new(Vec::new()).expect("the built-in templates compile"));
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let mut config = super::config().clone();
    config.blog.generator = Generator::ALL[usize::from(*first) % Generator::ALL.len()].1;
    let report = format!("## Summary\n\n{text}\n");
    let loaded = super::load(super::FACTS.as_bytes(), report.as_bytes(), &config);
    let Some(incident) = &loaded.incident else { return };
    // Nobody sees more than this audience.
    let view = View::new(incident, Audience::Internal, &config, super::now());
    for file in blog::incident(&view, &config, &TEMPLATES).expect("a post") {
        let Content::Bytes(bytes) = file.content else { continue };
        let post = String::from_utf8(bytes).expect("posts are UTF-8");
        let body = match config.blog.generator {
            Generator::Plain => &post,
            Generator::Zola => post.splitn(3, "+++\n").nth(2).unwrap_or_default(),
            _ => post.splitn(3, "---\n").nth(2).unwrap_or_default(),
        };
        // The generator's mark behind the opening is a comment of our own.
        let marks = ["<!--more-->", "<!-- more -->", "<!-- truncate -->"];
        let body = marks
            .iter()
            .fold(body.to_owned(), |body, mark| body.replacen(&format!("\n{mark}\n"), "\n", 1));
        let mut page = String::new();
        push_html(&mut page, Parser::new_ext(&body, markdown_options(&body)));
        // How generators align the cells of tables.
        for side in ["left", "center", "right"] {
            page = page.replace(&format!(" style=\"text-align: {side}\""), "");
        }
        super::html::is_safe(
            &page,
            &["2018-06-18-panics/", "./", "/incidents/2018-06-18-panics/", "%7B%7B", "{{"],
        );
    }
}
