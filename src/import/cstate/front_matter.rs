use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDateTime};
use serde_json::{Map, Value};

use super::yaml::{self, Fault};
use crate::import::{YEARS, on_one_line};
use crate::model::{LocalTime, Zone};

/// What stands between two lines of `---` at the beginning of a file. Hugo takes keys in any case.
pub(super) struct FrontMatter(Map<String, Value>);

/// How times without an offset are written.
const FORMS: [&str; 4] =
    ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];

impl FrontMatter {
    /// Reads it, and gives the text behind it.
    pub(super) fn read(text: &str) -> Result<(Self, &str), String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let begin = text.strip_prefix("---").and_then(|rest| rest.split_once('\n'));
        let Some((_, rest)) = begin.filter(|(line, _)| line.trim().is_empty()) else {
            return Err("it does not begin with front matter in YAML, between lines of ---".into());
        };
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim_end() == "---" {
                let behind = &rest[length + line.len()..];
                return Ok((Self::parse(&rest[..length])?, behind));
            }
            length += line.len();
        }
        Err("its front matter has no end: a line of ---".to_owned())
    }

    fn parse(yaml: &str) -> Result<Self, String> {
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

    /// A time; why it is none, behind the name of what it is.
    pub(super) fn time(
        &self,
        key: &str,
        zone: &Zone,
    ) -> Option<Result<DateTime<FixedOffset>, String>> {
        self.line(key).map(|text| time(&text, zone))
    }

    /// Keys that say something and are none of these.
    pub(super) fn keys_but(&self, known: &[&str]) -> impl Iterator<Item = String> {
        let says = |value: &Value| !matches!(value, Value::Null | Value::Bool(false));
        let keys = self.0.iter().filter(move |(_, value)| says(value)).map(|(key, _)| key);
        keys.filter(|key| !known.contains(&key.as_str())).filter_map(|key| on_one_line(key))
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
    if YEARS.contains(&at.year()) {
        Ok(at)
    } else {
        Err("is of a year that no incident can have".to_owned())
    }
}
