//! The words of the site in the language of the configuration, from `site/strings/*.toml`.
//!
//! English has every word and says which there are. Another language replaces words; so does
//! a workspace's file of the same name, word by word.

use std::collections::BTreeMap;

use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, Error, ErrorKind};
use toml::{Table, Value as Toml};

use super::TemplateError;
use super::html::{Labels, escape};
use crate::view::{self, TimeWords};

const FOLDER: &str = "site/strings/";

/// The built-in languages; English first.
pub const LANGUAGES: [(&str, &str); 2] = [
    ("en", include_str!("../../templates/site/strings/en.toml")),
    ("de", include_str!("../../templates/site/strings/de.toml")),
];

/// What a workspace's own files replace, by language in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Overrides {
    tables: BTreeMap<String, Table>,
}

/// The words of one language.
#[derive(Debug)]
pub struct Strings {
    /// BCP 47 tag of the language that the words are in.
    pub language: String,
    /// How times and durations are said; nothing for English as it is built in.
    pub other_time: Option<TimeWords>,
    /// The same for all.
    pub time: TimeWords,
    /// Of what Markdown makes.
    pub labels: Labels,
    words: Table,
}

impl Overrides {
    /// Whether a template's name is that of a file of words.
    pub(super) fn are_named(name: &str) -> bool {
        name.starts_with(FOLDER) && name.ends_with(".toml")
    }

    /// Takes in a workspace's file.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), TemplateError> {
        let language = name.trim_start_matches(FOLDER).trim_end_matches(".toml");
        let table = parse(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            TemplateError {
                template: name.to_owned(),
                line: Some(before.matches('\n').count() + 1),
                message: error.message().to_owned(),
            }
        })?;
        if let Some((path, message)) = fault(&table, &built_in("en"), &mut Vec::new()) {
            return Err(TemplateError {
                template: name.to_owned(),
                line: line_of(text, &path),
                message: format!("{}: {message}", path.join(".")),
            });
        }
        self.tables.insert(language.to_ascii_lowercase(), table);
        Ok(())
    }

    /// The words of a language: of its tag, of the language without region, or English.
    pub(super) fn strings(&self, tag: &str) -> Strings {
        let lower = tag.to_ascii_lowercase();
        let base = lower.split('-').next().unwrap_or_default().to_owned();
        let mut words = built_in("en");
        let mut is_known = base == "en";
        let mut layers = vec!["en".to_owned(), base, lower];
        layers.dedup();
        for language in layers {
            let built_in = LANGUAGES.iter().any(|(known, _)| *known == language);
            if built_in {
                merge(&mut words, &self::built_in(&language));
            }
            // What a workspace says in English holds for English only.
            let own = self.tables.get(&language).filter(|_| language != "en" || is_known);
            if let Some(own) = own {
                merge(&mut words, own);
            }
            is_known |= language != "en" && (built_in || own.is_some());
        }
        let time = words.get("time").cloned().and_then(|time| time.try_into().ok());
        let time: TimeWords = time.unwrap_or_default();
        Strings {
            language: if is_known { tag } else { "en" }.to_owned(),
            other_time: (time != TimeWords::default()).then(|| time.clone()),
            time,
            labels: labels(&words),
            words,
        }
    }
}

impl Strings {
    /// A word by its path, such as `status.resolved`.
    #[must_use]
    pub fn word(&self, path: &str) -> &str {
        self.value(path).and_then(Toml::as_str).unwrap_or_default()
    }

    /// The words of a section, by their names.
    pub fn section(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let words = self.words.get(name).and_then(Toml::as_table).into_iter().flatten();
        words.filter_map(|(name, word)| Some((name.as_str(), word.as_str()?)))
    }

    /// A word with values for its `{names}`.
    #[must_use]
    pub fn fill(&self, path: &str, values: &[(&str, &str)]) -> String {
        view::fill(self.word(path), values)
    }

    /// A number of things: "1 incident", "2 incidents".
    #[must_use]
    pub fn counted(&self, path: &str, number: usize) -> String {
        let form = if number == 1 { "one" } else { "other" };
        let word = self.value(path).and_then(|forms| forms.get(form)).and_then(Toml::as_str);
        view::fill(word.unwrap_or_default(), &[("count", &number.to_string())])
    }

    /// A share such as `99.998`, in percent.
    #[must_use]
    pub fn percent(&self, number: &str) -> String {
        let number = number.replace('.', self.word("numbers.decimal"));
        self.fill("numbers.percent", &[("number", &number)])
    }

    /// What templates know as `t`.
    #[must_use]
    pub fn for_templates(&self) -> Value {
        Value::from(Serde(&self.words))
    }

    fn value(&self, path: &str) -> Option<&Toml> {
        let (section, word) = path.split_once('.')?;
        self.words.get(section)?.get(word)
    }
}

fn labels(words: &Table) -> Labels {
    let label = |name| {
        let word = words.get("prose").and_then(|section| section.get(name)).and_then(Toml::as_str);
        word.unwrap_or_default().to_owned()
    };
    Labels {
        table: label("table"),
        done: label("done"),
        not_done: label("not_done"),
        code: label("code"),
    }
}

/// `fill` puts values into a text, `counted` tells a number of things.
pub(super) fn add_filters(environment: &mut Environment<'_>) {
    environment.add_filter("fill", |text: &str, values: Kwargs| {
        let names: Vec<String> = values.args().map(str::to_owned).collect();
        let values = names
            .iter()
            .map(|name| values.get::<Value>(name).map(|value| (name.as_str(), html(&value))))
            .collect::<Result<Vec<_>, _>>()?;
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Ok::<_, Error>(Value::from_safe_string(view::fill(&escape(text), &values)))
    });
    environment.add_filter("counted", |forms: &Value, number: usize| {
        let form = forms.get_attr(if number == 1 { "one" } else { "other" })?;
        let form = form.as_str().ok_or_else(|| {
            Error::new(ErrorKind::InvalidOperation, "counted wants a word with `one` and `other`")
        })?;
        Ok::<_, Error>(view::fill(form, &[("count", &number.to_string())]))
    });
}

/// A value as HTML: as it is where it is safe.
fn html(value: &Value) -> String {
    let text = value.to_string();
    if value.is_safe() { text } else { escape(&text) }
}

fn parse(text: &str) -> Result<Table, toml::de::Error> {
    toml::from_str(text)
}

fn built_in(language: &str) -> Table {
    let text = LANGUAGES.iter().find(|(known, _)| *known == language).map(|(_, text)| *text);
    text.and_then(|text| parse(text).ok()).unwrap_or_default()
}

fn merge(words: &mut Table, other: &Table) {
    for (key, value) in other {
        match (words.get_mut(key), value) {
            (Some(Toml::Table(into)), Toml::Table(from)) => merge(into, from),
            (Some(into), _) => *into = value.clone(),
            (None, _) => {
                words.insert(key.clone(), value.clone());
            }
        }
    }
}

/// The first key that English does not have, or has in another form.
fn fault(table: &Table, english: &Table, path: &mut Vec<String>) -> Option<(Vec<String>, String)> {
    for (key, value) in table {
        path.push(key.clone());
        let message = match (value, english.get(key)) {
            (_, None) => Some("there is no such word".to_owned()),
            (Toml::Table(table), Some(Toml::Table(english))) => {
                if let Some(found) = fault(table, english, path) {
                    return Some(found);
                }
                None
            }
            (Toml::String(text), Some(Toml::String(english))) => placeholder(text, english),
            (Toml::Array(list), Some(Toml::Array(english))) => {
                let fits = list.len() == english.len() && list.iter().all(Toml::is_str);
                (!fits).then(|| format!("must be a list of {} texts", english.len()))
            }
            (_, Some(english)) => Some(format!("must be a {}", english.type_str())),
        };
        if let Some(message) = message {
            return Some((path.clone(), message));
        }
        path.pop();
    }
    None
}

/// A `{name}` that is not filled.
fn placeholder(text: &str, english: &str) -> Option<String> {
    text.split('{').skip(1).find_map(|rest| {
        let name = &rest[..rest.find('}')?];
        let is_known = english.contains(&format!("{{{name}}}"));
        (!is_known).then(|| format!("nothing is put in for {{{name}}}"))
    })
}

/// The line of a key of a section.
fn line_of(text: &str, path: &[String]) -> Option<usize> {
    let section = path.first()?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let head = lines.iter().position(|line| *line == format!("[{section}]"));
    let Some(word) = path.get(1).filter(|_| head.is_some()) else {
        return head.map(|line| line + 1);
    };
    let head = head.unwrap_or_default();
    let below = lines[head + 1..].iter().position(|line| {
        line.strip_prefix(word.as_str()).is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    Some(below.map_or(head, |below| head + 1 + below) + 1)
}

#[cfg(test)]
mod tests;
