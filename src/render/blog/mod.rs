//! Blog posts: a view → a Markdown file, and copies of the attachments it shows.
//!
//! - Jekyll: `_posts/YYYY-MM-DD-slug.md`, dated by the day of publication in the incident's zone,
//!   with YAML front matter; attachments in `assets/<id>/`, and links to them below
//!   `site.baseurl`. A post whose day nothing tells goes to `_drafts/`, Jekyll's place for it.
//! - Plain: `<id>.md` with the title as its first heading; attachments in `<id>/` beside it.
//!
//! Parts of a post are inert: raw HTML is shown as text, links lead to the web or to attachments
//! only, and Liquid tags print themselves.

mod body;
mod liquid;
mod yaml;

use minijinja::Environment;
use serde::Serialize;

use super::inert::file_address;
use super::prose::one_line;
use super::{OutputFile, TemplateError, Templates};
use crate::config::{Config, Generator};
use crate::view::{Time, View};
use body::{Body, Writer};

/// What the templates `blog/jekyll.md` and `blog/plain.md` can use, besides the filter `yaml`,
/// which makes a text a YAML string.
#[derive(Debug, Serialize)]
struct Post<'v> {
    /// Name of the generator's layout.
    layout: &'v str,
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
    let folder = attachment_folder(view, config.blog.generator);
    let id = file_address(&view.id);
    let base = match config.blog.generator {
        Generator::Jekyll => format!("{}/assets/{id}/", liquid::BASE),
        Generator::Plain => format!("{id}/"),
    };
    let writer = Writer::new(view, config, &base);
    let is_internal = view.is_internal();
    let title = one_line(&view.title);
    let title = if is_internal { format!("[INTERNAL] {title}") } else { title };
    let post = Post {
        layout: &config.blog.layout,
        title_markdown: writer.text(&title),
        title,
        date: date(view).map_or("", |time| &time.iso),
        author: view.byline.as_deref().or(config.blog.author.as_deref()).unwrap_or_default(),
        id: &view.id,
        severity: view.severity.as_ref().map_or("", |severity| &severity.name),
        components: view.components.iter().map(|component| component.name.as_str()).collect(),
        is_internal,
        body: writer.body(),
    };
    let (template, path) = match config.blog.generator {
        Generator::Jekyll => ("blog/jekyll.md", jekyll_path(view)),
        Generator::Plain => ("blog/plain.md", format!("{}.md", view.id)),
    };
    let text = templates.render(template, post)?;
    let attachments =
        view.attachments.iter().map(|name| OutputFile::attachment(&folder, &view.id, name));
    Ok(std::iter::once(OutputFile::text(path, text)).chain(attachments).collect())
}

/// Registers what the templates of posts use.
pub(super) fn add_filters(environment: &mut Environment<'static>) {
    environment.add_filter("yaml", |text: &str| yaml::string(text));
}

fn attachment_folder(view: &View, generator: Generator) -> String {
    match generator {
        Generator::Jekyll => format!("assets/{}", view.id),
        Generator::Plain => view.id.clone(),
    }
}

/// When the post came out; where nothing tells, when the incident ended or began.
fn date(view: &View) -> Option<&Time> {
    [&view.published, &view.resolved, &view.started]
        .into_iter()
        .flatten()
        .find(|time| !time.day.is_empty())
}

fn jekyll_path(view: &View) -> String {
    let slug = slug(&view.id);
    match date(view) {
        Some(time) => format!("_posts/{}-{slug}.md", time.day),
        None => format!("_drafts/{slug}.md"),
    }
}

/// The id without the date it begins with.
fn slug(id: &str) -> &str {
    let rest = id.splitn(4, '-').nth(3).unwrap_or_default();
    let date = &id[..id.len() - rest.len()];
    let is_date = date.len() == "2018-06-18-".len()
        && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_date && !rest.is_empty() { rest } else { id }
}

#[cfg(test)]
mod tests;
