use serde_json::{Value, json};
use toml::Value as Toml;

use super::convention::{Convention, FrontMatter};
use super::places::{date, permalink};
use crate::config::{Blog, Config, Field, Generator};
use crate::render::inert::incident_page;
use crate::view::View;

/// Keys that stand at the top of a page's front matter in Zola; it refuses others there.
/// See <https://www.getzola.org/documentation/content/page/>.
const ZOLA_TOP: [&str; 12] = [
    "title",
    "description",
    "updated",
    "weight",
    "draft",
    "slug",
    "path",
    "aliases",
    "authors",
    "in_search_index",
    "template",
    "date",
];

/// A value of the front matter.
enum Entry {
    /// RFC 3339, or a day alone; written as a date and not as a text.
    Date(String),
    Data(Value),
}

/// The front matter of a post without the lines around it; empty for Markdown that has none.
///
/// # Errors
///
/// What the YAML library says.
pub(super) fn front_matter(
    view: &View,
    config: &Config,
    convention: &Convention,
    texts: &Texts<'_>,
) -> Result<String, serde_saphyr::ser::Error> {
    let entries = || entries(view, config, convention, texts);
    match convention.front_matter {
        FrontMatter::None => Ok(String::new()),
        FrontMatter::Yaml => entries().iter().map(|(key, entry)| yaml_line(key, entry)).collect(),
        FrontMatter::Toml => Ok(toml_lines(&entries())),
    }
}

/// Texts of the post that its front matter has too, plain and on one line.
pub(super) struct Texts<'t> {
    pub(super) title: &'t str,
    pub(super) description: &'t str,
    pub(super) author: &'t str,
}

fn entries<'c>(
    view: &View,
    config: &'c Config,
    convention: &Convention,
    texts: &Texts<'_>,
) -> Vec<(&'c str, Entry)> {
    let blog = &config.blog;
    let is_draft = date(view).is_none() && convention.draft_folder.is_none();
    let mut entries: Vec<(&str, Entry)> = Field::ALL
        .into_iter()
        .filter_map(|(_, field)| Some((blog.key(field), value(field, view, config, texts)?)))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    if is_draft {
        entries.push(("draft", Entry::Data(json!(true))));
    }
    match blog.generator {
        Generator::Eleventy => {
            entries.push(("templateEngineOverride", Entry::Data(json!("md"))));
        }
        // Zola takes the day off a file's name, and two incidents may have the rest in common.
        Generator::Zola if blog.permalink.is_none() => {
            entries.push(("slug", Entry::Data(json!(view.id))));
        }
        Generator::Docusaurus => {
            entries.push(("mdx", Entry::Data(json!({"format": "md"}))));
            for (_, entry) in &mut entries {
                if let Entry::Data(value) = entry {
                    without_backslashes(value);
                }
            }
        }
        _ => {}
    }
    entries
}

/// Docusaurus 3.9 makes a program of the front matter and does not escape backslashes: what
/// follows one and a quotation mark would run. A sign that looks like it takes its place.
fn without_backslashes(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.replace('\\', "\u{2216}"),
        Value::Array(values) => values.iter_mut().for_each(without_backslashes),
        Value::Object(values) => values.values_mut().for_each(without_backslashes),
        _ => {}
    }
}

fn value(field: Field, view: &View, config: &Config, texts: &Texts<'_>) -> Option<Entry> {
    let blog = &config.blog;
    let text = |text: &str| (!text.is_empty()).then(|| Entry::Data(json!(text)));
    match field {
        Field::Title => text(texts.title),
        Field::Date => Some(Entry::Date(date(view)?.iso.clone())),
        Field::Updated => updated(view, blog.generator),
        Field::Description => text(texts.description),
        Field::Author => match (texts.author, blog.generator) {
            ("", _) => None,
            (author, Generator::Zola) => Some(Entry::Data(json!([author]))),
            (author, Generator::Docusaurus) => Some(Entry::Data(json!([{"name": author}]))),
            (author, _) => text(author),
        },
        Field::Layout => match (blog.layout.as_deref(), blog.generator) {
            (None, Generator::Jekyll) => text("post"),
            (layout, _) => text(layout?),
        },
        Field::Permalink => text(&address(view, blog)?),
        Field::Canonical => {
            let base = config.base_url.as_deref()?;
            text(&incident_page(base, &view.id))
        }
        Field::Incident => text(&view.id),
        Field::Severity => text(&view.severity.as_ref()?.name),
        Field::Components => {
            let names: Vec<&str> =
                view.components.iter().map(|component| component.name.as_str()).collect();
            (!names.is_empty()).then(|| Entry::Data(json!(names)))
        }
    }
}

fn updated(view: &View, generator: Generator) -> Option<Entry> {
    let corrected = view.corrections.iter().rev().map(|correction| &correction.at);
    let iso = &corrected.into_iter().find(|time| !time.day.is_empty())?.iso;
    Some(match generator {
        Generator::Docusaurus => Entry::Data(json!({"date": iso})),
        _ => Entry::Date(iso.clone()),
    })
}

/// Zola and Astro know addresses without slashes around them.
fn address(view: &View, blog: &Blog) -> Option<String> {
    let permalink = permalink(blog.permalink.as_deref()?, view)?;
    Some(match blog.generator {
        Generator::Zola | Generator::Astro => permalink.trim_matches('/').to_owned(),
        _ => permalink,
    })
}

fn yaml_line(key: &str, entry: &Entry) -> Result<String, serde_saphyr::ser::Error> {
    match entry {
        Entry::Date(date) => Ok(format!("{key}: {date}\n")),
        Entry::Data(value) => yaml(&json!({ key: value })),
    }
}

/// YAML in which every text is quoted: no parser, of YAML 1.1 or 1.2, takes one for anything else.
fn yaml(value: &Value) -> Result<String, serde_saphyr::ser::Error> {
    let options = serde_saphyr::ser_options! { quote_all: true, no_lang_directive: true };
    serde_saphyr::to_string_with_options(value, options)
}

/// A text as YAML.
///
/// # Errors
///
/// What the YAML library says.
pub(super) fn yaml_text(text: &str) -> Result<String, serde_saphyr::ser::Error> {
    Ok(yaml(&json!(text))?.trim_end().to_owned())
}

fn toml_lines(entries: &[(&str, Entry)]) -> String {
    let line = |(key, entry): &(&str, Entry)| format!("{key} = {}\n", toml_value(entry));
    let (top, extra): (Vec<_>, Vec<_>) =
        entries.iter().partition(|(key, _)| ZOLA_TOP.contains(key));
    let mut lines: String = top.into_iter().map(line).collect();
    if !extra.is_empty() {
        lines.push_str("\n[extra]\n");
        lines.extend(extra.into_iter().map(line));
    }
    lines
}

fn toml_value(entry: &Entry) -> Toml {
    match entry {
        Entry::Date(date) => {
            date.parse().map_or_else(|_| Toml::from(date.as_str()), Toml::Datetime)
        }
        Entry::Data(value) => Toml::try_from(value).unwrap_or_else(|_| Toml::from("")),
    }
}
