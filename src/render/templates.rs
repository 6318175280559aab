use std::error::Error as _;
use std::io;
use std::slice;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, escape_formatter};
use serde::Serialize;

use super::html::write_escaped;
use super::strings::{self, Overrides, Strings};
use super::{blog, email};
use super::{learnt, settled};

/// Instructions one template may run where the workspace has its own. The status page of ten thousand
/// incidents takes a few million; a template that loops for ever stops here.
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

/// What the pages of incidents are made of, by the thousand.
const PER_INCIDENT: [&str; 2] = ["site/base.html", "site/incident.html"];

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
        // The built-in ones are known to end.
        environment.set_fuel((!overrides.is_empty()).then_some(FUEL));
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
            environment.add_template(name, source).map_err(|error| fault(name, &error))?;
            // Only what replaces them has two names to tell apart.
            if !overrides.is_empty() {
                add(&mut environment, format!("{NAMESPACE}{name}"), (*source).to_owned())?;
            }
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

    /// The same for one site, whose `constants` templates know by these names. What a workspace
    /// replaces can mean something else by them: with templates of its own all stay as they are.
    pub(super) fn settled(&self, constants: &Value) -> Self {
        let (mut environment, has_own) = (self.environment.clone(), self.has_own);
        if !has_own && learnt::add_functions(&mut environment, self, constants).is_some() {
            for (name, source) in BUILT_IN.iter().filter(|(name, _)| PER_INCIDENT.contains(name)) {
                let source = learnt::without_import(&settled::whole(source));
                let source = settled::settled(&source, constants);
                // One that could not be compiled stays as it was.
                let _ = add(&mut environment, (*name).to_owned(), source);
            }
        }
        Self { environment, words: self.words.clone(), has_own }
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

    /// What a macro of a template makes of a value, as HTML. A fault is one of who uses it.
    pub(super) fn call_macro(
        &self,
        template: &str,
        name: &str,
        context: &Value,
        argument: &Value,
    ) -> Value {
        let called = self
            .environment
            .get_template(template)
            .and_then(|template| template.render_captured(context.clone()))
            .and_then(|mut captured| {
                captured.with_state_mut(|state| state.call_macro(name, slice::from_ref(argument)))
            });
        called.map_or_else(Value::from, Value::from_safe_string)
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
    if !matches!(state.auto_escape(), AutoEscape::Html) {
        return escape_formatter(out, state, value);
    }
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text)?,
        Some(text) => write_escaped(text, out)?,
        None => match in_tenths(value) {
            Some(number) => out.write_str(number.as_str())?,
            None => return escape_formatter(out, state, value),
        },
    }
    Ok(())
}

/// A number as pictures have them by the hundred, from 0 to a million and with one digit behind the
/// point; nothing for others.
fn in_tenths(value: &Value) -> Option<Tenths> {
    if !value.is_number() || value.is_integer() {
        return None;
    }
    let number = f64::try_from(value.clone()).ok()?;
    let tenths = (number * 10.0).round();
    let is_exact = (tenths / 10.0).to_bits() == number.to_bits();
    if !is_exact || number.is_sign_negative() || !(0.0..1e7).contains(&tenths) {
        return None;
    }
    Some(Tenths::new(tenths as u32))
}

/// The digits of a number of tenths below ten million.
struct Tenths {
    /// From the right; what is before them is not of the number.
    digits: [u8; 8],
    start: usize,
}

impl Tenths {
    fn new(tenths: u32) -> Self {
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let mut digits = [b'.'; 8];
        digits[7] = digit(tenths);
        let (mut start, mut whole) = (6, tenths / 10);
        loop {
            start -= 1;
            digits[start] = digit(whole);
            whole /= 10;
            if whole == 0 {
                return Self { digits, start };
            }
        }
    }

    fn as_str(&self) -> &str {
        str::from_utf8(&self.digits[self.start..]).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use minijinja::value::Value;
    use proptest::prelude::*;

    use super::in_tenths;

    proptest! {
        #[test]
        fn numbers_are_written_as_they_are(
            number in prop_oneof![
                any::<f64>(),
                (0_u32..20_000_000).prop_map(|tenths| f64::from(tenths) / 10.0),
                (0_u32..2_000).prop_map(|hundredths| f64::from(hundredths) / 100.0),
            ],
        ) {
            let value = Value::from(number);
            if let Some(text) = in_tenths(&value) {
                prop_assert_eq!(text.as_str(), value.to_string());
            }
        }
    }

    #[test]
    fn only_tenths_are_told_in_tenths() {
        for (number, said) in [(17.0, "17.0"), (0.3, "0.3"), (0.0, "0.0"), (999_999.9, "999999.9")]
        {
            assert_eq!(in_tenths(&Value::from(number)).unwrap().as_str(), said);
        }
        for other in [-0.0, -1.5, 0.25, 1e6, 1e9, f64::NAN, f64::INFINITY] {
            assert!(in_tenths(&Value::from(other)).is_none(), "{other}");
        }
        assert!(in_tenths(&Value::from(17)).is_none(), "whole numbers have no point");
    }
}
