//! Blog posts: a view → a Markdown file as a generator wants it, and copies of the attachments it
//! shows.
//!
//! What each generator wants is in `convention`: where posts and attachments lie, what stands
//! before the Markdown, and what in the Markdown it would run.
//!
//! Parts of a post are inert: raw HTML is shown as text, links lead to the web or to attachments
//! only, and template syntax prints itself.

mod body;
mod convention;
mod front_matter;
mod heading_ids;
mod places;
mod template_syntax;

use minijinja::{Environment, Error, ErrorKind};
use serde::Serialize;

use super::prose::{self, one_line};
use super::{OutputFile, TemplateError, Templates};
use crate::config::Config;
use crate::view::View;
use body::{Body, Writer};
use convention::{Convention, FrontMatter};
use front_matter::{Texts, front_matter, yaml_text};
use places::{Places, date};

const TEMPLATE: &str = "blog/post.md";

/// What the template `blog/post.md` can use, besides the filter `yaml`, which makes a text a YAML
/// string.
#[derive(Debug, Serialize)]
struct Post<'v> {
    /// What stands around the front matter, such as `---`.
    fence: &'static str,
    /// The front matter, a field a line; empty for Markdown that has none.
    front_matter: String,
    /// Ends what lists of posts show of one; may be empty.
    more: &'static str,
    /// The title on one line, plain.
    title: String,
    /// The title as Markdown.
    title_markdown: String,
    /// When it came out: RFC 3339, or a day, or empty.
    date: &'v str,
    author: &'v str,
    id: &'v str,
    /// The severity's name, or empty.
    severity: &'v str,
    /// Names of the components.
    components: Vec<&'v str>,
    is_internal: bool,
    #[serde(flatten)]
    body: Body,
}

/// The post of a published incident and its attachments; nothing for any other.
///
/// # Errors
///
/// A template that fails.
pub fn incident(
    view: &View,
    config: &Config,
    templates: &Templates,
) -> Result<Vec<OutputFile>, TemplateError> {
    if view.state != "published" {
        return Ok(Vec::new());
    }
    let convention = Convention::of(config.blog.generator);
    let places = Places::of(view, &config.blog, convention);
    let writer = Writer::new(view, config, convention, &places.attachment_base);
    let is_internal = view.is_internal();
    let title = one_line(&view.title);
    let title = if is_internal { format!("[INTERNAL] {title}") } else { title };
    let author = view.byline.as_deref().or(config.blog.author.as_deref()).unwrap_or_default();
    let opening = one_line(&prose::opening(view, config));
    let description = prose::description(view, &opening);
    let texts = Texts { title: &title, description: &description, author };
    let front_matter = front_matter(view, config, convention, &texts).map_err(|error| {
        TemplateError { template: TEMPLATE.to_owned(), line: None, message: error.to_string() }
    })?;
    let post = Post {
        fence: match convention.front_matter {
            FrontMatter::None => "",
            FrontMatter::Toml => "+++",
            FrontMatter::Yaml => "---",
        },
        front_matter: front_matter.trim_end().to_owned(),
        more: convention.more,
        title_markdown: writer.text(&title),
        title,
        date: date(view).map_or("", |time| &time.iso),
        author,
        id: &view.id,
        severity: view.severity.as_ref().map_or("", |severity| &severity.name),
        components: view.components.iter().map(|component| component.name.as_str()).collect(),
        is_internal,
        body: writer.body(&opening),
    };
    let text = templates.render(TEMPLATE, post)?;
    let attachments = view
        .attachments
        .iter()
        .map(|name| OutputFile::attachment(&places.attachments, &view.id, name));
    Ok(std::iter::once(OutputFile::text(places.post, text)).chain(attachments).collect())
}

/// Registers what the templates of posts use.
pub(super) fn add_filters(environment: &mut Environment<'static>) {
    environment.add_filter("yaml", |text: &str| {
        yaml_text(text).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
    });
}

#[cfg(test)]
mod tests;
