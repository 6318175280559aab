use std::error::Error as _;
use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, escape_formatter};
use serde::Serialize;

use super::html::escape;
use super::strings::{self, Overrides, Strings};
use super::{blog, email};

/// Instructions one template may run. The status page of ten thousand incidents takes a few
/// million; a template that loops for ever stops here.
const FUEL: u64 = 200_000_000;

/// Bytes of a file that a template of the workspace makes, at most: 64 MiB.
const MOST_BYTES: usize = 64 << 20;

/// The prefix under which every built-in stays reachable, so that an override can extend it.
const NAMESPACE: &str = "builtin/";

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),+]
    };
}

/// Every built-in template: name and source.
pub const BUILT_IN: &[(&str, &str)] = built_in![
    "blog/body.md",
    "blog/post.md",
    "email/correction.txt",
    "email/incident.html",
    "email/incident.txt",
    "email/update.txt",
    "new/brief/facts.toml",
    "new/brief/report.md",
    "new/full/facts.toml",
    "new/full/report.md",
    "new/maintenance/facts.toml",
    "new/maintenance/report.md",
    "preview/cannot.html",
    "preview/panel.html",
    "preview/reload.js",
    "preview/style.css",
    "site/404.html",
    "site/base.html",
    "site/columns.svg",
    "site/component.html",
    "site/favicon.svg",
    "site/feed.atom",
    "site/history.html",
    "site/impact.html",
    "site/incident.html",
    "site/index.html",
    "site/macros.html",
    "site/stats.html",
    "site/style.css",
    "site/timeline.html",
    "site/updates.html",
    "site/windows.svg",
];

/// A template that could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{}{message}", place(template, *line))]
pub struct TemplateError {
    /// Its name, such as `site/incident.html`.
    pub template: String,
    /// The line at fault, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

fn place(template: &str, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("templates/{template}:{line}: "),
        None => format!("templates/{template}: "),
    }
}

/// The built-in templates with a workspace's overrides, compiled.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    words: Overrides,
    /// Whether the workspace has templates, or all of them are known to end.
    has_own: bool,
}

impl Templates {
    /// Compiles everything. An override has the name of the built-in it replaces and may
    /// extend it as `builtin/NAME`.
    ///
    /// # Errors
    ///
    /// The first template with a syntax error.
    pub fn new(overrides: Vec<(String, String)>) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
        environment.set_syntax(syntax.build().map_err(|error| fault("", &error))?);
        environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("html" | "svg" | "atom" | "xml") => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        environment.add_filter("toml", toml_value);
        environment.set_formatter(format);
        blog::add_filters(&mut environment);
        email::add_filters(&mut environment);
        strings::add_filters(&mut environment);
        for (name, source) in BUILT_IN {
            add(&mut environment, format!("{NAMESPACE}{name}"), (*source).to_owned())?;
            add(&mut environment, (*name).to_owned(), (*source).to_owned())?;
        }
        let mut words = Overrides::default();
        let has_own = !overrides.is_empty();
        for (name, source) in overrides {
            if Overrides::are_named(&name) {
                words.add(&name, &source)?;
            } else {
                add(&mut environment, name, source)?;
            }
        }
        Ok(Self { environment, words, has_own })
    }

    /// The words of the site in a language, by its BCP 47 tag; English where nobody has written
    /// them in that language.
    #[must_use]
    pub fn strings(&self, language: &str) -> Strings {
        self.words.strings(language)
    }

    /// The names of all templates, the built-in ones and the workspace's own.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.environment.templates().map(|(name, _)| name)
    }

    /// Renders a template.
    ///
    /// # Errors
    ///
    /// A template that is not there, that uses a value that is not there, that runs for too
    /// long, or that makes too long a file.
    pub fn render(&self, name: &str, context: impl Serialize) -> Result<String, TemplateError> {
        let template = self.environment.get_template(name).map_err(|error| fault(name, &error))?;
        let context = Value::from(Serde(context));
        if !self.has_own {
            return template.render(context).map_err(|error| fault(name, &error));
        }
        let mut file = Bounded::default();
        match template.render_captured_to(context, &mut file) {
            _ if file.is_full => Err(too_long(name)),
            Ok(_) => String::from_utf8(file.bytes).map_err(|_| too_long(name)),
            Err(error) => Err(fault(name, &error)),
        }
    }
}

/// A file in the making that takes [`MOST_BYTES`] and no more.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl io::Write for Bounded {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + text.len() > MOST_BYTES {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn too_long(name: &str) -> TemplateError {
    TemplateError {
        template: name.to_owned(),
        line: None,
        message: format!("what it makes is longer than {} MiB", MOST_BYTES >> 20),
    }
}

/// Prints a value. minijinja escapes `/` too, which makes addresses hard to read.
fn format(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => {
            if text.contains(['&', '<', '>', '"', '\'']) {
                out.write_str(&escape(text))?;
            } else {
                out.write_str(text)?;
            }
            Ok(())
        }
        _ => escape_formatter(out, state, value),
    }
}

fn add(
    environment: &mut Environment<'static>,
    name: String,
    source: String,
) -> Result<(), TemplateError> {
    environment.add_template_owned(name.clone(), source).map_err(|error| fault(&name, &error))
}

/// A text or a list of texts as TOML writes it, quotes included.
fn toml_value(value: &Value) -> Result<String, minijinja::Error> {
    let written = match value.as_str() {
        Some(text) => toml::Value::from(text),
        None => value
            .try_iter()?
            .map(|item| toml::Value::from(item.to_string()))
            .collect::<Vec<_>>()
            .into(),
    };
    Ok(written.to_string())
}

/// The innermost error: the one in the template where it happened.
fn fault(name: &str, error: &minijinja::Error) -> TemplateError {
    let mut innermost = error;
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(inner) = inner.downcast_ref::<minijinja::Error>() {
            innermost = inner;
        }
        source = inner.source();
    }
    let kind = innermost.kind().to_string();
    let message = match innermost.detail() {
        Some(detail) => format!("{kind}: {detail}"),
        None => kind,
    };
    let template = innermost.name().unwrap_or(name);
    TemplateError {
        template: template.strip_prefix(NAMESPACE).unwrap_or(template).to_owned(),
        line: innermost.line(),
        message,
    }
}
