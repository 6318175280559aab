//! What templates look into field by field, as objects: serde would make a map of each, with a copy of
//! every text in it, and pages read but a part of that.

use std::sync::Arc;

use minijinja::value::{Object, Value};

/// A list of objects.
pub(super) fn list<T: Object + 'static>(items: impl IntoIterator<Item = T>) -> Value {
    Value::from_object(items.into_iter().map(Value::from_object).collect::<Vec<Value>>())
}

/// A field as templates see it.
pub(super) trait Field {
    fn shown(&self) -> Value;
}

impl Field for Value {
    fn shown(&self) -> Value {
        self.clone()
    }
}

impl Field for String {
    fn shown(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl<T: Field> Field for Option<T> {
    fn shown(&self) -> Value {
        self.as_ref().map_or_else(|| Value::from(()), Field::shown)
    }
}

impl<T: Object + 'static> Field for Arc<T> {
    fn shown(&self) -> Value {
        Value::from_dyn_object(Self::clone(self))
    }
}

macro_rules! plain {
    ($($type:ty),+) => {
        $(impl Field for $type {
            fn shown(&self) -> Value {
                Value::from(*self)
            }
        })+
    };
}

plain!(bool, f64, usize, &'static str);

/// Lets templates see the fields of a struct by their names. One that is left out is a field that the
/// compiler finds nobody to read.
macro_rules! shown {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl minijinja::value::Object for $type {
            fn get_value(
                self: &std::sync::Arc<Self>,
                key: &minijinja::value::Value,
            ) -> Option<minijinja::value::Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(
                self: &std::sync::Arc<Self>,
                key: &str,
            ) -> Option<minijinja::value::Value> {
                match key {
                    $(stringify!($field) => Some($crate::render::site::shown::Field::shown(&self.$field)),)+
                    _ => None,
                }
            }

            fn enumerate(self: &std::sync::Arc<Self>) -> minijinja::value::Enumerator {
                minijinja::value::Enumerator::Str(&[$(stringify!($field)),+])
            }
        }
    };
}

pub(super) use shown;
