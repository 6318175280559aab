//! Drafts that link to each other, so that each must wait for another to be published.

use std::collections::{BTreeMap, VecDeque};

/// The rule that makes a report wait.
pub(super) const RULE: &str = "draft-linked";

/// The shortest circle that leads from an incident back to it, each waiting for the next; `waits`
/// says for which ones an incident does.
pub(super) fn circle(
    start: &str,
    mut waits: impl FnMut(&str) -> Vec<String>,
) -> Option<Vec<String>> {
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut open = VecDeque::from([start.to_owned()]);
    while let Some(id) = open.pop_front() {
        for next in waits(&id) {
            if next == start {
                let mut circle = vec![id];
                while let Some(id) = circle.last().and_then(|id| before.get(id)) {
                    circle.push(id.clone());
                }
                circle.reverse();
                return Some(circle);
            }
            if !before.contains_key(&next) {
                before.insert(next.clone(), id.clone());
                open.push_back(next);
            }
        }
    }
    None
}

/// What to do about a circle.
pub(super) fn way_out(circle: &[String]) -> String {
    let [first, rest @ ..] = circle else { return String::new() };
    if rest.is_empty() {
        return String::new();
    }
    // The last of them waits for the first alone.
    let then: Vec<&str> = rest.iter().rev().map(String::as_str).collect();
    format!(
        "{} link to each other, so that each waits for another.\n\
         Write this on a line above the link in {first}, or the same in facts.toml as `# incident-allow: …`:\n  \
         <!-- incident-allow: {RULE} published together -->\n\
         Publish it, then {}, and take the line out again before `incident render`.",
        circle.join(" and "),
        then.join(", then "),
    )
}

#[cfg(test)]
mod tests {
    use super::{circle, way_out};

    /// Who waits for whom: `"a>b b>a"`.
    fn found(waits: &str) -> Option<Vec<String>> {
        circle("a", |id| {
            let pairs = waits.split(' ').filter_map(|pair| pair.split_once('>'));
            pairs.filter(|(from, _)| *from == id).map(|(_, to)| to.to_owned()).collect()
        })
    }

    #[test]
    fn a_circle_is_one_that_leads_back() {
        for (waits, expected) in [
            ("a>b", None),
            ("a>b b>c c>b", None),
            ("a>b b>a", Some(vec!["a", "b"])),
            ("a>b b>c c>a", Some(vec!["a", "b", "c"])),
            ("a>b a>c b>d d>a c>a", Some(vec!["a", "c"])),
        ] {
            let expected = expected.map(|ids| ids.into_iter().map(str::to_owned).collect());
            assert_eq!(found(waits), expected, "{waits}");
        }
    }

    #[test]
    fn the_last_waits_for_the_first_alone() {
        let said = way_out(&["a", "b", "c"].map(str::to_owned));
        assert!(said.starts_with("a and b and c link to each other"), "{said}");
        assert!(said.contains("above the link in a, or"), "{said}");
        assert!(said.contains("Publish it, then c, then b,"), "{said}");
    }
}
