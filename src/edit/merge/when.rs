use toml::Value;
use toml::value::Datetime;

use crate::edit::layout::Block;

/// The first instant that a block's time may mean; nothing where it is unknown.
pub(super) fn of(
    block: &Block,
    list: &str,
    key: &str,
    seconds: &dyn Fn(&Datetime) -> Option<i64>,
) -> Option<i64> {
    let table: toml::Table = toml::from_str(&block.text()).ok()?;
    let moment = table.get(list)?.get(0)?.get(key)?;
    let at = match moment {
        Value::Table(vague) => ["at", "after", "before"].iter().find_map(|key| vague.get(*key))?,
        exact => exact,
    };
    seconds(at.as_datetime()?)
}
