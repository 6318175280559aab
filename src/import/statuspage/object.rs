use chrono::{DateTime, Datelike as _, FixedOffset};
use serde_json::{Map, Value};

use crate::import::{Loss, on_one_line};
use crate::model::YEARS;

/// An object of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'o>(&'o Map<String, Value>);

impl<'o> Object<'o> {
    pub(super) fn new(value: &'o Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    /// A text as it is; nothing where it is null or something else.
    pub(super) fn text(&self, key: &str) -> Option<&'o str> {
        self.0.get(key)?.as_str()
    }

    /// A text on one line; nothing where it has no words.
    pub(super) fn line(&self, key: &str) -> Option<String> {
        on_one_line(self.text(key)?)
    }

    /// Its id, which may be a number.
    pub(super) fn id(&self) -> Option<String> {
        match self.0.get("id")? {
            Value::Number(number) => Some(number.to_string()),
            id => on_one_line(id.as_str()?),
        }
    }

    /// A time; what is no time is a loss.
    pub(super) fn time(
        &self,
        key: &'static str,
        losses: &mut Vec<Loss>,
    ) -> Option<DateTime<FixedOffset>> {
        let value = self.0.get(key).filter(|value| !value.is_null())?;
        let read = value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        let why = match read {
            Some(at) if YEARS.contains(&at.year()) => return Some(at),
            Some(_) => "the year is none that an incident can have",
            None => "it is no time with an offset (RFC 3339)",
        };
        losses.push(Loss::new(key, why));
        None
    }

    /// The objects of a list.
    pub(super) fn objects(&self, key: &str) -> impl Iterator<Item = Self> + use<'o> {
        let list = self.0.get(key).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Self::new)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|value| !value.is_null())
    }

    pub(super) fn is_group(&self) -> bool {
        self.0.get("group").and_then(Value::as_bool).unwrap_or_default()
    }

    /// Keys that say something and are none of these.
    pub(super) fn others(&self, known: &[&str]) -> impl Iterator<Item = String> {
        let says = |value: &Value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(map) => !map.is_empty(),
            _ => true,
        };
        self.0
            .iter()
            .filter(move |(key, value)| says(value) && !known.contains(&key.as_str()))
            .filter_map(|(key, _)| on_one_line(key))
    }
}

/// What something calls itself, for messages.
pub(super) fn title(value: &Value) -> Option<String> {
    Object::new(value)?.line("name")
}
