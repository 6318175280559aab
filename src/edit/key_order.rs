/// The keys of the top level in the order of docs/facts.md, in which new ones are written.
const KEYS: [&str; 17] = [
    "title",
    "kind",
    "state",
    "severity",
    "timezone",
    "components",
    "tags",
    "byline",
    "started",
    "detected",
    "mitigated",
    "resolved",
    "published",
    "data_loss",
    "scheduled",
    "counts",
    "roles",
];

/// The keys that come before `key`, nearest first; none for a key that is not of the list.
pub(super) fn before(key: &str) -> impl Iterator<Item = &'static str> {
    let place = KEYS.iter().position(|known| *known == key).unwrap_or(0);
    KEYS[..place].iter().rev().copied()
}

#[cfg(test)]
mod tests {
    use super::{KEYS, before};

    #[test]
    fn the_nearest_comes_first() {
        assert_eq!(before("state").collect::<Vec<_>>(), ["kind", "title"]);
        assert_eq!(before("nothing").count(), 0);
    }

    #[test]
    fn they_are_the_keys_of_the_schema() {
        let schema: serde_json::Value = serde_json::from_str(&crate::load::schema()).unwrap();
        let arrays = ["impact", "timeline", "update", "action", "correction", "link"];
        let mut expected: Vec<&str> = schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .filter(|key| !arrays.contains(key))
            .collect();
        let mut known = KEYS;
        expected.sort_unstable();
        known.sort_unstable();
        assert_eq!(known.as_slice(), expected);
    }
}
