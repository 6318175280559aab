use std::collections::{HashMap, HashSet};

/// Names the headings of one page, in their order, for links to them.
#[derive(Debug, Default)]
pub struct AnchorNames {
    taken: HashSet<String>,
    /// How many numbers each name has had.
    numbers: HashMap<String, usize>,
}

impl AnchorNames {
    /// The heading's fragment identifier, numbered if it is taken.
    pub fn name(&mut self, heading: &str) -> String {
        let base = fragment(heading);
        if !is_of_page(&base) && self.taken.insert(base.clone()) {
            return base;
        }
        let number = self.numbers.entry(base.clone()).or_default();
        loop {
            *number += 1;
            let name = format!("{base}-{number}");
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The heading as a fragment identifier, as GitHub makes them of Markdown and most generators of
/// posts do: in lower case, each space a hyphen, without other signs than hyphens and underscores.
/// A link that works where the repository is read works in the outputs.
fn fragment(heading: &str) -> String {
    let named = |character: char| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ => character.is_alphanumeric().then_some(character),
    };
    let name: String = heading.trim().to_lowercase().chars().filter_map(named).collect();
    if name.is_empty() { "section".to_owned() } else { name }
}

/// Whether the site's pages may have given this name to another place than a heading.
fn is_of_page(name: &str) -> bool {
    name.ends_with('_') || name.contains("_note-") || {
        let kind = name.split_once('_').map_or("", |(kind, _)| kind);
        matches!(kind, "update" | "picture")
    }
}

#[cfg(test)]
mod tests {
    use super::{AnchorNames, fragment};

    #[test]
    fn fragments_are_those_of_github() {
        for (heading, name) in [
            ("Root cause", "root-cause"),
            ("What's next?", "whats-next"),
            ("Mitigation & recovery: 10:00–12:00", "mitigation--recovery-10001200"),
            ("Why max_connections was reached", "why-max_connections-was-reached"),
            ("Größe – «été»", "größe--été"),
            ("  2) Follow-up ", "2-follow-up"),
            ("???", "section"),
            ("", "section"),
        ] {
            assert_eq!(fragment(heading), name, "{heading}");
        }
    }

    #[test]
    fn no_two_headings_have_one_name_and_none_has_that_of_another_place() {
        let mut anchors = AnchorNames::default();
        let mut name = |heading| anchors.name(heading);
        assert_eq!(name("Cause"), "cause");
        assert_eq!(name("Cause 1"), "cause-1");
        assert_eq!(name("Cause"), "cause-2");
        assert_eq!(name("CAUSE"), "cause-3");
        assert_eq!(name("update_20240501"), "update_20240501-1");
        assert_eq!(name("main_"), "main_-1");
        assert_eq!(name("s0_note-1"), "s0_note-1-1");
    }
}
