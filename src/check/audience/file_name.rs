//! Names of files, in which words are parted by other signs than spaces, and which end in what they
//! are.

/// Ends of a name that are left away at most: `db-1.prod.internal.log.gz` has two.
const MOST_ENDS: usize = 3;

/// The name as a text, without what it ends in, and as words: `jane-doe-notes.png` is "jane doe
/// notes".
pub(super) fn readings(name: &str) -> impl Iterator<Item = String> {
    let texts = std::iter::successors(Some(name), |name| Some(name.rsplit_once('.')?.0));
    let texts = texts.take(1 + MOST_ENDS);
    let words = name.replace(['-', '_', '.', '+'], " ");
    texts.map(str::to_owned).chain([words]).collect::<Vec<_>>().into_iter()
}

/// Whether what ends like an internal host is one, and no `settings.local.json`: it has more labels
/// than that, or a number.
pub(super) fn is_host(name: &str) -> bool {
    name.matches('.').count() > 1 || name.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_host, readings};

    #[test]
    fn a_name_is_read_without_its_ends_and_as_words() {
        let all: Vec<String> = readings("jane-doe.internal.log.gz").collect();
        assert_eq!(
            all,
            [
                "jane-doe.internal.log.gz",
                "jane-doe.internal.log",
                "jane-doe.internal",
                "jane-doe",
                "jane doe internal log gz",
            ]
        );
        assert_eq!(readings("graph").collect::<Vec<_>>(), ["graph", "graph"]);
    }

    #[test]
    fn settings_are_no_host() {
        assert!(is_host("db-1.internal") && is_host("db.prod.internal"));
        assert!(!is_host("settings.local"));
    }
}
