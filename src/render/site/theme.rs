//! How the site looks: its style sheet, its sign in the browser's tabs, its logo.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Site;
use crate::config::{Palette, WorkspaceFile};
use crate::render::output::Content;
use crate::render::{OutputFile, TemplateError};

/// What `site/style.css` and `site/favicon.svg` know.
#[derive(Serialize)]
struct Style {
    light: Scheme,
    dark: Scheme,
    /// The names of alerts, as CSS writes texts.
    alerts: BTreeMap<&'static str, String>,
}

/// Colours as `#rrggbb`.
#[derive(Serialize)]
struct Scheme {
    paper: String,
    surface: String,
    sunk: String,
    line: String,
    rule: String,
    accent: String,
}

/// Where pages find the logo.
#[derive(Debug, Serialize)]
pub(super) struct Logo {
    /// From the site's root.
    pub(super) path: String,
    /// The same for dark pages.
    pub(super) dark: Option<String>,
}

impl Site<'_> {
    /// The files that all pages share.
    pub(super) fn theme(&self) -> Result<Vec<OutputFile>, TemplateError> {
        // Quotes and backslashes would end a text of CSS.
        let css = |word: &str| word.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
        let alerts = ["note", "tip", "important", "warning", "caution"]
            .map(|name| (name, css(self.words.word(&format!("prose.{name}")))));
        let look = &self.config.site;
        let style = Style {
            light: Scheme::of(&look.light),
            dark: Scheme::of(&look.dark),
            alerts: BTreeMap::from(alerts),
        };
        let mut files = Vec::new();
        for name in ["style.css", "favicon.svg"] {
            let text = self.templates.render(&format!("site/{name}"), &style)?;
            files.push(OutputFile::text(name, text));
        }
        let copies = [(&look.logo, "logo"), (&look.logo_dark, "logo-dark")];
        files.extend(copies.into_iter().filter_map(|(file, name)| {
            let file = file.as_ref()?;
            Some(OutputFile {
                path: published(file, name),
                content: Content::Copy(file.path.clone()),
            })
        }));
        Ok(files)
    }
}

impl Scheme {
    fn of(palette: &Palette) -> Self {
        let Palette { paper, surface, sunk, line, rule, accent } = palette;
        let [paper, surface, sunk, line, rule, accent] =
            [paper, surface, sunk, line, rule, accent].map(|colour| colour.hex());
        Self { paper, surface, sunk, line, rule, accent }
    }
}

impl Logo {
    pub(super) fn of(light: Option<&WorkspaceFile>, dark: Option<&WorkspaceFile>) -> Option<Self> {
        let path = published(light?, "logo");
        Some(Self { path, dark: dark.map(|file| published(file, "logo-dark")) })
    }
}

/// The name of a copy below the site's root: the ending stays, servers go by it.
fn published(file: &WorkspaceFile, name: &str) -> String {
    let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending);
    format!("{name}.{}", ending.to_ascii_lowercase())
}
