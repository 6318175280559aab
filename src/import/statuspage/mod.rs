//! JSON of Statuspage's APIs: <https://metastatuspage.com/api> (public, version 2) and
//! <https://developer.statuspage.io> (management).

mod incident;
mod object;
mod windows;

use std::collections::HashMap;

use serde_json::Value;

use self::object::{Object, title};
use super::{Refused, Told};

/// What a file tells.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The page's zone, where it names one.
    pub zone: Option<String>,
    /// Incidents and maintenance, in the order of the file.
    pub told: Vec<Told>,
    /// What is none.
    pub refused: Vec<Refused>,
}

/// Why a file tells nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// It is no JSON.
    #[error("it is not valid JSON: {message}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
    },
    /// It is JSON of another shape.
    #[error("it has neither `incidents` nor `scheduled_maintenances`, and is no list of incidents")]
    Shape,
}

/// Reads `incidents.json`, `scheduled-maintenances.json` or `summary.json` of the public API, a list
/// of the management API, or one incident of either.
///
/// # Errors
///
/// See [`PageError`].
pub fn statuspage(text: &str) -> Result<Page, PageError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: Value = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    let lists: Vec<(&str, &[Value])> = match &file {
        Value::Array(list) => vec![("", list.as_slice())],
        Value::Object(file) => ["incidents", "scheduled_maintenances"]
            .into_iter()
            .filter_map(|key| Some((key, file.get(key)?.as_array()?.as_slice())))
            .collect(),
        _ => Vec::new(),
    };
    let lists = match &file {
        Value::Object(only) if lists.is_empty() && only.contains_key("incident_updates") => {
            vec![("incident", std::slice::from_ref(&file))]
        }
        _ if lists.is_empty() => return Err(PageError::Shape),
        _ => lists,
    };
    let groups = groups(&file);
    let mut page = Page { zone: zone(&file), ..Page::default() };
    let mut places: HashMap<String, String> = HashMap::new();
    for (key, list) in lists {
        for (index, value) in list.iter().enumerate() {
            let place = format!("{key}[{index}]");
            let told = Object::new(value)
                .ok_or_else(|| "it is no object".to_owned())
                .and_then(|object| {
                    incident::read(&object, &place, key == "scheduled_maintenances", &groups)
                })
                .and_then(|told| match &told.origin {
                    Some(id) => match places.insert(id.clone(), place.clone()) {
                        None => Ok(told),
                        Some(first) => Err(format!("its id, {id}, is that of {first}")),
                    },
                    None => Ok(told),
                });
            match told {
                Ok(told) => page.told.push(told),
                Err(why) => page.refused.push(Refused { place, title: title(value), why }),
            }
        }
    }
    Ok(page)
}

fn syntax(error: &serde_json::Error) -> PageError {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    PageError::Syntax {
        message: message.strip_suffix(&place).unwrap_or(&message).to_owned(),
        // At the end of an empty text, the parser has read no line and no column.
        line: error.line().max(1),
        column: error.column().max(1),
    }
}

fn zone(file: &Value) -> Option<String> {
    Some(file.get("page")?.get("time_zone")?.as_str()?.to_owned())
}

/// Names of groups of components, by id, where the file lists them.
fn groups(file: &Value) -> HashMap<String, String> {
    let components = file.get("components").and_then(Value::as_array);
    let components = components.into_iter().flatten().filter_map(Object::new);
    components
        .filter(Object::is_group)
        .filter_map(|group| Some((group.id()?, group.line("name")?)))
        .collect()
}

#[cfg(test)]
mod tests;
