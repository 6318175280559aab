use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// `data/audience.toml`: what looks like a leak and is none.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Lists {
    pub(super) version_words: HashSet<String>,
    pub(super) public_hosts: HashSet<String>,
    pub(super) package_roots: HashSet<String>,
    pub(super) mailboxes: HashSet<String>,
    pub(super) file_extensions: HashSet<String>,
    pub(super) units: HashSet<String>,
    pub(super) public_prefixes: HashSet<String>,
    pub(super) name_particles: HashSet<String>,
    pub(super) no_names: HashSet<String>,
    pub(super) words_as_names: HashSet<String>,
    pub(super) placeholders: Vec<String>,
    pub(super) workplaces: Vec<String>,
}

static LISTS: LazyLock<Lists> =
    LazyLock::new(|| toml::from_str(include_str!("../data/audience.toml")).unwrap_or_default());

/// The lists; read once.
pub(super) fn lists() -> &'static Lists {
    &LISTS
}

#[cfg(test)]
mod tests {
    use super::Lists;

    #[test]
    fn the_lists_can_be_read() {
        let lists: Lists = toml::from_str(include_str!("../data/audience.toml")).expect("lists");
        assert!(lists.public_prefixes.contains("RFC") && !lists.placeholders.is_empty());
    }
}
