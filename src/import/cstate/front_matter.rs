use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime};
use serde_json::{Map, Value};

use super::yaml::{self, Fault};
use crate::import::on_one_line;
use crate::model::{Bound, LocalTime, YEARS, Zone};
use crate::source::{LineIndex, Position, TomlEntry, TomlValue, recovered_toml};

/// What stands between two lines of `---`, or of `+++`, at the beginning of a file: YAML or TOML, as
/// Hugo takes them. It takes keys in any case.
pub(super) struct FrontMatter(Map<String, Value>);

/// How times without an offset are written.
const FORMS: [&str; 4] =
    ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];

const NO_YEAR: &str = "is of a year that no incident can have";

impl FrontMatter {
    /// Reads it, and gives the text behind it.
    pub(super) fn read(text: &str) -> Result<(Self, &str), String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mark = ["---", "+++"].into_iter().find(|mark| text.starts_with(mark));
        let begin = mark.and_then(|mark| Some((mark, text[mark.len()..].split_once('\n')?)));
        let Some((mark, (_, rest))) = begin.filter(|(_, (line, _))| line.trim().is_empty()) else {
            let why =
                "it does not begin with front matter, between lines of --- (YAML) or +++ (TOML)";
            let is_json = text.trim_start().starts_with('{');
            let how = if is_json { "; `hugo convert toYAML` makes YAML of JSON" } else { "" };
            return Err(format!("{why}{how}"));
        };
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim_end() == mark {
                let behind = &rest[length + line.len()..];
                let text = &rest[..length];
                let front_matter =
                    if mark == "+++" { Self::toml(text)? } else { Self::yaml(text)? };
                return Ok((front_matter, behind));
            }
            length += line.len();
        }
        Err(format!("its front matter has no end: a line of {mark}"))
    }

    fn toml(text: &str) -> Result<Self, String> {
        let (table, faults) = recovered_toml(text);
        if let Some(fault) = faults.first() {
            let at = fault.span().unwrap_or_default().start;
            // The first line is that of the file, which has +++ above it.
            let Position { line, column, .. } = LineIndex::new(text).position(at);
            let message = fault.message().lines().next().unwrap_or_default();
            return Err(format!(
                "{}:{column}: its front matter is not valid TOML: {message}",
                line + 1
            ));
        }
        let entry = |entry: &TomlEntry<'_>| (entry.key.to_lowercase(), json(&entry.item.value));
        Ok(Self(table.entries().iter().map(entry).collect()))
    }

    fn yaml(yaml: &str) -> Result<Self, String> {
        let map = yaml::mapping(yaml).map_err(|Fault { line, column, message }| {
            // The first line is that of the file, which has --- above it.
            format!("{}:{column}: its front matter is not valid YAML: {message}", line + 1)
        })?;
        Ok(Self(map.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect()))
    }

    /// A text on one line; nothing where it has no words.
    pub(super) fn line(&self, key: &str) -> Option<String> {
        line(self.0.get(key)?)
    }

    /// Whether it is said to be so.
    pub(super) fn is(&self, key: &str) -> bool {
        match self.0.get(key) {
            Some(Value::Bool(is)) => *is,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// Whether it is said to be so, or at least not said to be otherwise where something is said.
    pub(super) fn may_be(&self, key: &str) -> bool {
        match self.0.get(key) {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::String(text)) => !text.eq_ignore_ascii_case("false"),
            Some(_) => true,
        }
    }

    /// The texts of a list, or the only one.
    pub(super) fn list(&self, key: &str) -> Vec<String> {
        match self.0.get(key) {
            Some(Value::Array(list)) => list.iter().filter_map(line).collect(),
            Some(one) => line(one).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// A time or a day; why it is none, behind the name of what it is.
    pub(super) fn time(&self, key: &str, zone: &Zone) -> Option<Result<Bound, String>> {
        let text = self.line(key)?;
        Some(match NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
            Ok(day) if YEARS.contains(&day.year()) => Ok(Bound::on(day, zone)),
            Ok(_) => Err(NO_YEAR.to_owned()),
            Err(_) => time(&text, zone).map(Bound::At),
        })
    }

    /// Keys that say something and are none of these.
    pub(super) fn keys_but(&self, known: &[&str]) -> impl Iterator<Item = String> {
        let says = |value: &Value| !matches!(value, Value::Null | Value::Bool(false));
        let keys = self.0.iter().filter(move |(_, value)| says(value)).map(|(key, _)| key);
        keys.filter(|key| !known.contains(&key.as_str())).filter_map(|key| on_one_line(key))
    }
}

fn json(value: &TomlValue<'_>) -> Value {
    match value {
        TomlValue::String(text) => Value::from(text.as_ref()),
        TomlValue::Integer(number) => number.map_or(Value::Null, Value::from),
        TomlValue::Float(number) => number.map_or(Value::Null, Value::from),
        TomlValue::Boolean(is) => Value::Bool(*is),
        TomlValue::Datetime(time) => Value::from(time.to_string()),
        TomlValue::Array(items) => items.iter().map(|item| json(&item.value)).collect(),
        TomlValue::Table(_) => Value::Object(Map::new()),
    }
}

fn line(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => on_one_line(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A time with an offset, or on the clocks of a zone.
pub(super) fn time(text: &str, zone: &Zone) -> Result<DateTime<FixedOffset>, String> {
    let text = text.trim();
    let local = || FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let at = match DateTime::parse_from_rfc3339(text) {
        Ok(at) => at,
        Err(_) => match local().map(|local| zone.local(local)) {
            Some(LocalTime::One(at)) => at,
            Some(LocalTime::Gap(..)) => {
                return Err(format!("does not exist in {}: its clocks skip it", zone.name()));
            }
            Some(LocalTime::Fold(..)) => {
                return Err(format!("exists twice in {}: write an offset behind it", zone.name()));
            }
            None => return Err("is no time like 2018-05-25 04:13:00".to_owned()),
        },
    };
    if YEARS.contains(&at.year()) { Ok(at) } else { Err(NO_YEAR.to_owned()) }
}
