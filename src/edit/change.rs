use std::ops::Range;

use toml_edit::{Document, Item, Table};

use super::{inline, table};
use crate::source::{FieldPath, Segment, SourceFile, Span};

/// A value to write: a text, a date-time, a list, an inline table.
pub use toml_edit::Value;

/// One change to a TOML document.
#[derive(Clone, Debug)]
pub enum Edit {
    /// A new item of an array of tables such as `timeline`.
    Insert {
        /// The array's key at the top level.
        array: String,
        /// The place it gets, from 0; `None` is behind the last.
        index: Option<usize>,
        /// Its keys and values, in the order they are written.
        fields: Vec<(String, Value)>,
    },
    /// A value for a key, which is there or not.
    Set {
        /// A key of the top level, of a table, or of an item: `action[2].status`.
        path: FieldPath,
        /// Its new value.
        value: Value,
    },
    /// No more such key. A comment behind its value stays.
    Remove {
        /// As in [`Edit::Set`].
        path: FieldPath,
    },
}

impl Edit {
    /// A new last item of an array of tables.
    #[must_use]
    pub fn append(array: &str, fields: Vec<(String, Value)>) -> Self {
        Self::Insert { array: array.to_owned(), index: None, fields }
    }

    /// A value for a key.
    #[must_use]
    pub fn set(path: impl Into<FieldPath>, value: impl Into<Value>) -> Self {
        Self::Set { path: path.into(), value: value.into() }
    }

    /// No more such key.
    #[must_use]
    pub fn remove(path: impl Into<FieldPath>) -> Self {
        Self::Remove { path: path.into() }
    }
}

/// Why a document cannot be changed. Spans are in bytes of the document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The document is no TOML.
    #[error("it is not valid TOML: {message}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// Where.
        span: Span,
    },
    /// A key holds something else than what is to be changed.
    #[error("`{path}` is written in a way that cannot be changed: it is {found}")]
    Shape {
        /// The key.
        path: FieldPath,
        /// What it is.
        found: &'static str,
        /// Where.
        span: Span,
    },
    /// There is no such item or table.
    #[error("there is no `{path}`")]
    Missing {
        /// What is not there.
        path: FieldPath,
    },
}

impl EditError {
    /// The place in the document, where there is one.
    #[must_use]
    pub const fn span(&self) -> Option<Span> {
        match self {
            Self::Syntax { span, .. } | Self::Shape { span, .. } => Some(*span),
            Self::Missing { .. } => None,
        }
    }
}

/// A stretch of a text and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) with: String,
}

impl Splice {
    pub(super) const fn insert(at: usize, with: String) -> Self {
        Self { range: at..at, with }
    }

    pub(super) const fn delete(range: Range<usize>) -> Self {
        Self { range, with: String::new() }
    }
}

/// Makes changes one after the other. Every byte that no change is about stays as it is:
/// comments, order, blank lines, line ends, alignment, quotes, a byte order mark.
///
/// # Errors
///
/// See [`EditError`]; then nothing is changed.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for edit in edits {
        let splice = splice(&text, edit)?;
        text.replace_range(splice.range, &splice.with);
    }
    parses(&text)?;
    Ok(text)
}

/// Whether a text is TOML.
pub(super) fn parses(text: &str) -> Result<(), EditError> {
    read(&parsable(text), |_| Ok(()))
}

/// Places of the items of an array of tables that lack a key, from 0.
///
/// # Errors
///
/// [`EditError::Syntax`].
pub fn tables_without(text: &str, array: &str, key: &str) -> Result<Vec<usize>, EditError> {
    read(&parsable(text), |root| {
        let lacks: Vec<bool> = match root.get(array) {
            Some(Item::ArrayOfTables(tables)) => {
                tables.iter().map(|table| !table.contains_key(key)).collect()
            }
            Some(Item::Value(Value::Array(items))) => items
                .iter()
                .map(|item| item.as_inline_table().is_some_and(|table| !table.contains_key(key)))
                .collect(),
            _ => Vec::new(),
        };
        Ok((0..lacks.len()).filter(|index| lacks[*index]).collect())
    })
}

fn splice(text: &str, edit: &Edit) -> Result<Splice, EditError> {
    read(&parsable(text), |root| match edit {
        Edit::Insert { array, index, fields } => match root.get(array) {
            None | Some(Item::None) => Ok(table::first_of_array(text, root, array, fields)),
            Some(Item::ArrayOfTables(tables)) => {
                Ok(table::in_array(text, root, tables, array, *index, fields))
            }
            Some(Item::Value(Value::Array(items))) => inline::in_array(text, items, *index, fields),
            Some(other) => Err(shape(&FieldPath::from(array.clone()), other)),
        },
        Edit::Set { path, value } => match container(root, path)? {
            (Container::Table(owner), key) => table::set(text, root, owner, path, key, value),
            (Container::Inline(owner), key) => inline::set(owner, path, key, value),
        },
        Edit::Remove { path } => match container(root, path)? {
            (Container::Table(owner), key) => table::remove(text, owner, path, key),
            (Container::Inline(owner), key) => inline::remove(text, owner, path, key),
        },
    })
}

/// The text with a byte order mark blanked, so that offsets stay true.
fn parsable(text: &str) -> String {
    let file = SourceFile { path: String::new(), text: text.to_owned() };
    file.parsable().into_owned()
}

fn read<T>(
    text: &str,
    use_root: impl FnOnce(&Table) -> Result<T, EditError>,
) -> Result<T, EditError> {
    let document = Document::parse(text).map_err(|error| EditError::Syntax {
        message: error.message().lines().collect::<Vec<_>>().join("; "),
        span: error.span().unwrap_or_default().into(),
    })?;
    use_root(document.as_table())
}

/// What holds a key.
enum Container<'d> {
    Table(&'d Table),
    Inline(&'d toml_edit::InlineTable),
}

/// The table that holds the last key of a path.
fn container<'d, 'p>(
    root: &'d Table,
    path: &'p FieldPath,
) -> Result<(Container<'d>, &'p str), EditError> {
    let missing = || EditError::Missing { path: path.clone() };
    let (key, above) = match path.segments().split_last() {
        Some((Segment::Key(key), above)) => (key.as_ref(), above),
        _ => return Err(missing()),
    };
    let (first, index) = match above {
        [] => return Ok((Container::Table(root), key)),
        [Segment::Key(first)] => (first, None),
        [Segment::Key(first), Segment::Index(index)] => (first, Some(*index)),
        _ => return Err(missing()),
    };
    let found = match (root.get(first), index) {
        (Some(Item::Table(table)), None) => Some(Container::Table(table)),
        (Some(Item::Value(Value::InlineTable(table))), None) => Some(Container::Inline(table)),
        (Some(Item::ArrayOfTables(tables)), Some(index)) => tables.get(index).map(Container::Table),
        (Some(Item::Value(Value::Array(items))), Some(index)) => {
            items.get(index).and_then(Value::as_inline_table).map(Container::Inline)
        }
        _ => None,
    };
    match found {
        Some(Container::Table(table)) if table.is_dotted() => {
            Err(EditError::Shape { path: path.clone(), found: DOTTED, span: Span::at(0) })
        }
        Some(found) => Ok((found, key)),
        None => Err(missing()),
    }
}

const DOTTED: &str = "spread over dotted keys";

/// The error about an item that is not of the shape that is needed.
pub(super) fn shape(path: &FieldPath, item: &Item) -> EditError {
    let found = match item {
        Item::Table(table) if table.is_dotted() => DOTTED,
        Item::Table(_) => "a table",
        Item::ArrayOfTables(_) => "an array of tables",
        Item::Value(Value::InlineTable(table)) if table.is_dotted() => DOTTED,
        _ => "a single value",
    };
    let span = table::extent(item).unwrap_or_default();
    EditError::Shape { path: path.clone(), found, span: span.into() }
}
