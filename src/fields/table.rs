use std::cell::{Cell, RefCell};

use chrono::NaiveDate;
use toml::value::Datetime;

use super::rename::{Shape, names};
use super::sink::Sink;
use super::value::{Value, ValuePath};
use super::{BAD_VALUE, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE, closest, listed, meant};
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::source::{FieldPath, Segment, Span, TomlEntry, TomlItem, TomlTable, TomlValue};

/// What an array of tables is called in messages.
const TABLES: &str = "a list of tables, written [[…]]";

/// What a table is.
const TABLE: &str = "a table";

/// A table being read.
#[derive(Debug)]
pub struct Table<'s, 'd> {
    sink: &'s Sink<'s>,
    table: &'s TomlTable<'d>,
    path: FieldPath,
    span: Span,
    asked: RefCell<Vec<Asked>>,
    /// How many of the keys that were asked for are there; each is asked for once.
    found: Cell<usize>,
}

/// A key that means something here.
#[derive(Clone, Copy, Debug)]
struct Asked {
    key: &'static str,
    /// What its value is called in messages.
    expected: &'static str,
}

impl<'s, 'd> Table<'s, 'd> {
    /// The document's root table.
    #[must_use]
    pub fn root(document: &'s TomlTable<'d>, sink: &'s Sink<'s>) -> Self {
        Self::new(sink, document, FieldPath::root(), Span::at(0))
    }

    fn new(sink: &'s Sink<'s>, table: &'s TomlTable<'d>, path: FieldPath, span: Span) -> Self {
        /// No table that repeats has more keys.
        const KEYS: usize = 10;
        Self {
            sink,
            table,
            path,
            span,
            asked: RefCell::new(Vec::with_capacity(KEYS)),
            found: Cell::new(0),
        }
    }

    /// Where this table stands.
    #[must_use]
    pub const fn path(&self) -> &FieldPath {
        &self.path
    }

    /// The table's place in its array, from 0; 0 for a table that is in none.
    #[must_use]
    pub fn index(&self) -> usize {
        match self.path.segments().last() {
            Some(Segment::Index(index)) => *index,
            _ => 0,
        }
    }

    /// The table's header or braces.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The file's path from the workspace root.
    #[must_use]
    pub const fn file(&self) -> &'s str {
        self.sink.file()
    }

    /// Whether the key is there, with any type.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.entry(key).is_some()
    }

    /// A string.
    pub fn string(&self, key: &'static str) -> Option<Value<'_, &'s str>> {
        self.read(key, "a string", TomlValue::as_str)
    }

    /// A boolean.
    pub fn boolean(&self, key: &'static str) -> Option<Value<'_, bool>> {
        self.read(key, "true or false", |value| match value {
            TomlValue::Boolean(is) => Some(*is),
            _ => None,
        })
    }

    /// A TOML date-time, date or time.
    pub fn datetime(&self, key: &'static str) -> Option<Value<'_, Datetime>> {
        self.read(key, "a date or a date-time", |value| match value {
            TomlValue::Datetime(time) => Some(*time),
            _ => None,
        })
    }

    /// A whole number from `least` up.
    pub fn integer(&self, key: &'static str, least: i64) -> Option<Value<'_, i64>> {
        let found = self.read(key, "a whole number", TomlValue::as_integer)?;
        if found.value < least {
            self.bad_value(&found, format!("`{}` must be {least} or more", found.path), None);
            return None;
        }
        Some(found)
    }

    /// One of a closed set of words.
    pub fn choice<T: Copy>(&self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let found = self.string(key)?;
        let chosen = choices.iter().find(|(word, _)| *word == found.value);
        if chosen.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.unknown_word(&found, &words);
        }
        chosen.map(|(_, value)| *value)
    }

    /// Reports a word that is not one of `words`.
    pub fn unknown_word(&self, found: &Value<'_, &str>, words: &[&str]) {
        let help = match closest(found.value, words.iter().copied()) {
            Some(word) => format!("did you mean \"{word}\"?"),
            None => format!("it is one of {}", listed(words)),
        };
        let message = format!("`{}` cannot be \"{}\"", found.path, found.value);
        let fix = meant(found.value, words.iter().copied()).map(|word| {
            let quoted = format!("\"{word}\"");
            Fix::guess(format!("write {quoted}"), Edit::replace(found.span, quoted))
        });
        self.report(
            Finding::error(BAD_VALUE, self.file(), found.span, message)
                .field(found.path.from_root())
                .help(help)
                .fix(fix),
        );
    }

    /// A day without a time.
    pub fn day(&self, key: &'static str) -> Option<NaiveDate> {
        let found = self.datetime(key)?;
        let day = match (found.value.date, found.value.time) {
            (Some(date), None) => {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
            }
            _ => None,
        };
        if day.is_none() {
            let message = format!("`{}` must be a date", found.path);
            self.bad_value(&found, message, Some("write it like 2024-01-31".to_owned()));
        }
        day
    }

    /// A string that is not blank.
    pub fn text(&self, key: &'static str) -> Option<Value<'_, &'s str>> {
        let found = self.string(key)?;
        if found.value.trim().is_empty() {
            let message = format!("`{}` is empty", found.path);
            self.bad_value(&found, message, Some("write a text".to_owned()));
            return None;
        }
        Some(found)
    }

    /// A string that is not blank and must be there.
    pub fn required_text(&self, key: &'static str) -> Option<Value<'_, &'s str>> {
        let found = self.text(key);
        if found.is_none() {
            self.require(key);
        }
        found
    }

    /// Reports a key that must be there and is not.
    pub fn require(&self, key: &'static str) {
        if self.has(key) {
            return;
        }
        let owner = match self.path.segments() {
            [] => "this file".to_owned(),
            _ => format!("`{}`", self.path),
        };
        self.report(
            Finding::error(MISSING_KEY, self.file(), self.span, format!("{owner} has no `{key}`"))
                .field(self.path.clone())
                .help(format!("add `{key} = …`")),
        );
    }

    /// A list of strings.
    pub fn strings(&self, key: &'static str) -> Vec<Value<'_, &'s str>> {
        let Some(list) = self.read(key, "a list of strings", TomlValue::as_array) else {
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(list.value.len());
        for (index, item) in list.value.iter().enumerate() {
            let path = ValuePath { index: Some(index), ..list.path };
            if let Some(value) = self.typed(item, path, "a string", None, TomlValue::as_str) {
                strings.push(Value { value, span: item.span, path });
            }
        }
        strings
    }

    /// A table under a key.
    pub fn table(&self, key: &'static str) -> Option<Table<'s, 'd>> {
        let found = self.read(key, TABLE, TomlValue::as_table)?;
        Some(Table::new(self.sink, found.value, found.path.from_root(), found.span))
    }

    /// A table that was asked for as a value of any type.
    #[must_use]
    pub fn within(&self, found: &Value<'_, &'s TomlValue<'d>>) -> Option<Table<'s, 'd>> {
        let table = found.value.as_table()?;
        Some(Table::new(self.sink, table, found.path.from_root(), found.span))
    }

    /// The tables of an array of tables (`[[key]]`).
    pub fn tables(&self, key: &'static str) -> Vec<Table<'s, 'd>> {
        let Some(list) = self.read(key, TABLES, TomlValue::as_array) else {
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(list.value.len());
        for (index, item) in list.value.iter().enumerate() {
            let path = ValuePath { index: Some(index), ..list.path };
            if let Some(table) = self.typed(item, path, "a table", None, TomlValue::as_table) {
                let path = self.path.key(key).index(index);
                tables.push(Table::new(self.sink, table, path, item.span));
            }
        }
        tables
    }

    /// The value under a key, of any type; the caller judges it.
    pub fn any(&self, key: &'static str) -> Option<Value<'_, &'s TomlValue<'d>>> {
        self.read(key, "", Some)
    }

    /// All entries of a table whose keys are free, with `take` judging each value; the keys
    /// are the user's own, so none is unknown.
    pub fn entries<T>(
        &self,
        expected: &str,
        take: impl Fn(&'s TomlValue<'d>) -> Option<T>,
    ) -> Vec<(&'s str, Value<'_, T>)> {
        let mut entries = Vec::with_capacity(self.table.entries().len());
        for TomlEntry { key: name, item, .. } in self.table.entries() {
            let name: &'s str = name;
            let path = self.value_path(name);
            let help = format!(
                "a key of the file itself goes above the first [table], not into [{}]",
                self.path
            );
            if let Some(value) = self.typed(item, path, expected, Some(help), &take) {
                entries.push((name, Value { value, span: item.span, path }));
            }
        }
        entries.sort_by_key(|(_, value)| value.span);
        entries
    }

    /// Reports a value that is of the right type and not allowed.
    pub fn bad_value<T>(
        &self,
        at: &Value<'_, T>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let mut finding = Finding::error(BAD_VALUE, self.sink.file(), at.span, message)
            .field(at.path.from_root());
        finding.help = help;
        self.sink.report(finding);
    }

    /// Reports any finding about this file.
    pub fn report(&self, finding: Finding) {
        self.sink.report(finding);
    }

    /// Reports every key that nobody asked for.
    pub fn finish(&self) {
        if self.found.get() == self.table.entries().len() {
            return;
        }
        let asked = self.asked.borrow();
        for TomlEntry { key: name, key_span, item } in self.table.entries() {
            if asked.iter().any(|asked| asked.key == *name) {
                continue;
            }
            let owner = match self.path.segments() {
                [] => String::new(),
                _ => format!(" in `{}`", self.path),
            };
            let words = || asked.iter().map(|asked| asked.key);
            let help = match closest(name, words()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("known keys: {}", words().collect::<Vec<_>>().join(", ")),
            };
            let span = *key_span;
            let fix = self.renamed(name, span, item, &asked);
            let message = format!("unknown key `{name}`{owner}");
            self.sink.report(
                Finding::error(UNKNOWN_KEY, self.sink.file(), span, message)
                    .field(self.path.key(name.clone().into_owned()))
                    .help(help)
                    .fix(fix),
            );
        }
    }

    /// The name that was meant by one that means nothing, in each place where it stands.
    fn renamed(&self, name: &str, key: Span, value: &TomlItem<'d>, asked: &[Asked]) -> Option<Fix> {
        let (shape, places) = names(name, key, value)?;
        // In a table, a header has other names before this one.
        if shape != Shape::Inline && !self.path.segments().is_empty() {
            return None;
        }
        let fits = |asked: &&Asked| match shape {
            Shape::Inline => !self.has(asked.key),
            Shape::Table => asked.expected == TABLE && !self.has(asked.key),
            Shape::Tables => asked.expected == TABLES && self.takes_more_tables(asked.key),
        };
        let word = meant(name, asked.iter().filter(fits).map(|asked| asked.key))?;
        let edits = places.into_iter().map(|place| Edit::replace(place, word)).collect();
        Some(Fix { title: format!("write `{word}`"), safety: Safety::Unsafe, edits })
    }

    /// Whether `[[key]]` may stand in the document once more.
    fn takes_more_tables(&self, key: &str) -> bool {
        self.table.entry(key).is_none_or(|found| {
            names(key, found.key_span, &found.item).is_some_and(|(shape, _)| shape == Shape::Tables)
        })
    }

    fn read<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        take: impl Fn(&'s TomlValue<'d>) -> Option<T>,
    ) -> Option<Value<'_, T>> {
        debug_assert!(!self.asked.borrow().iter().any(|asked| asked.key == key), "{key}");
        self.asked.borrow_mut().push(Asked { key, expected });
        let item = &self.table.entry(key)?.item;
        self.found.set(self.found.get() + 1);
        if is_made_up(item) {
            return None;
        }
        let path = self.value_path(key);
        let value = self.typed(item, path, expected, None, take)?;
        Some(Value { value, span: item.span, path })
    }

    const fn value_path<'t>(&'t self, key: &'t str) -> ValuePath<'t> {
        ValuePath { table: &self.path, key, index: None }
    }

    fn typed<T>(
        &self,
        item: &'s TomlItem<'d>,
        path: ValuePath<'_>,
        expected: &str,
        help: Option<String>,
        take: impl Fn(&'s TomlValue<'d>) -> Option<T>,
    ) -> Option<T> {
        let taken = take(&item.value);
        // That a number is none was told already.
        if taken.is_none() && !item.value.is_no_number() {
            let found = item.value.type_str();
            let message = format!("`{path}` must be {expected}, but this is of type {found}");
            let mut finding = Finding::error(WRONG_TYPE, self.sink.file(), item.span, message)
                .field(path.from_root());
            finding.help = help;
            if expected == TABLES && item.value.as_table().is_some() {
                finding = finding.help(format!("write [[{path}]] with two brackets"));
            }
            self.sink.report(finding);
        }
        taken
    }
}

/// Behind a fault that it told of, the parser goes on with values that stand nowhere.
fn is_made_up(item: &TomlItem<'_>) -> bool {
    item.span.start == item.span.end && !holds_tables(&item.value)
}

fn holds_tables(value: &TomlValue<'_>) -> bool {
    match value {
        TomlValue::Table(_) => true,
        TomlValue::Array(items) => items.iter().any(|item| item.value.as_table().is_some()),
        _ => false,
    }
}
