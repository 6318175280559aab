use crate::config::Config;
use crate::model::StandardSection;

/// The standard section that a heading stands for, by its usual name or a configured alias.
pub(super) fn standard(heading: &str, config: &Config) -> Option<StandardSection> {
    let as_usual = StandardSection::ALL.iter().find(|(_, name, _)| *name == heading);
    if let Some((_, _, section)) = as_usual {
        return Some(*section);
    }
    let wanted = folded(heading);
    let by_name = StandardSection::ALL
        .iter()
        .find(|(key, name, _)| folded(name) == wanted || folded(key) == wanted)
        .map(|(_, _, section)| *section);
    by_name.or_else(|| {
        let alias = config.sections.iter().find(|alias| folded(&alias.heading) == wanted)?;
        StandardSection::ALL
            .iter()
            .find(|(key, _, _)| *key == alias.section)
            .map(|(_, _, section)| *section)
    })
}

/// A heading without what people write differently: case, white space, hyphens.
fn folded(heading: &str) -> String {
    heading
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
