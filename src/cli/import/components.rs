use std::collections::HashMap;

use crate::config::{Component, Config};
use crate::edit::{self, EditError, Value};
use crate::import::Named;

/// Ids for components of another tool: of this workspace where one of it is meant beyond doubt.
#[derive(Debug)]
pub(super) struct Components<'c> {
    config: &'c Config,
    known: HashMap<Named, String>,
    /// Those that the workspace does not have, with the ids that facts name them by.
    missing: Vec<(String, Named)>,
    /// Those that can be several of the workspace's, with the id that facts name them by.
    unclear: Vec<(String, Named, Vec<String>)>,
}

impl<'c> Components<'c> {
    pub(super) fn new(config: &'c Config) -> Self {
        Self { config, known: HashMap::new(), missing: Vec::new(), unclear: Vec::new() }
    }

    /// The id that facts name a component by.
    pub(super) fn id(&mut self, named: &Named) -> String {
        if let Some(id) = self.known.get(named) {
            return id.clone();
        }
        let found = self.found(named);
        // Who has no ids writes a name in one case and another.
        let is_same = |(_, other): &&(String, Named)| {
            (&other.id, &other.group) == (&named.id, &named.group)
                && named.id.is_none()
                && other.name.to_lowercase() == named.name.to_lowercase()
        };
        if found.is_empty()
            && let Some((id, _)) = self.missing.iter().find(is_same)
        {
            return id.clone();
        }
        let id = match found.as_slice() {
            [one] => one.clone(),
            [] => {
                let id = self.free(&named.name);
                self.missing.push((id.clone(), named.clone()));
                id
            }
            several => {
                let id = self.free(named.id.as_deref().unwrap_or(&named.name));
                self.unclear.push((id.clone(), named.clone(), several.to_vec()));
                id
            }
        };
        self.known.insert(named.clone(), id.clone());
        id
    }

    /// The workspace's components that can be meant: by id or alias, else by name, else by name and
    /// group.
    fn found(&self, named: &Named) -> Vec<String> {
        if let Some(component) = named.id.as_deref().and_then(|id| self.config.component(id)) {
            return vec![component.id.clone()];
        }
        let name = named.name.to_lowercase();
        let is_so = |text: &String| text.to_lowercase() == name;
        let by_name: Vec<&Component> = self
            .config
            .components
            .iter()
            .filter(|one| is_so(&one.name) || is_so(&one.id) || one.aliases.iter().any(is_so))
            .collect();
        let in_group: Vec<&Component> = by_name
            .iter()
            .filter(|one| named.group.is_some() && one.group == named.group)
            .copied()
            .collect();
        let found = if in_group.len() == 1 { in_group } else { by_name };
        found.into_iter().map(|component| component.id.clone()).collect()
    }

    /// An id that no component has.
    fn free(&self, name: &str) -> String {
        let slug = edit::slug(name);
        let is_taken = |id: &str| {
            let missing = self.missing.iter().map(|(id, _)| id);
            let unclear = self.unclear.iter().map(|(id, ..)| id);
            self.config.component(id).is_some() || missing.chain(unclear).any(|known| known == id)
        };
        let numbered = (2..).map(|number: u32| format!("{slug}-{number}"));
        std::iter::once(slug.clone()).chain(numbered).find(|id| !is_taken(id)).unwrap_or(slug)
    }

    /// The lines of `incident.toml` that add those it does not have; empty where it has all.
    pub(super) fn missing_toml(&self) -> Result<String, EditError> {
        let blocks: Vec<(&str, Vec<(String, Value)>)> = self
            .missing
            .iter()
            .map(|(id, named)| {
                let group = named.group.as_ref().map(|group| ("group", group.as_str()));
                let keys = [("id", id.as_str()), ("name", named.name.as_str())];
                let keys = keys.into_iter().chain(group);
                ("component", keys.map(|(key, text)| (key.to_owned(), text.into())).collect())
            })
            .collect();
        edit::document("", &[], &blocks)
    }

    /// What is to be decided by people, in a sentence each.
    pub(super) fn questions(&self) -> Vec<String> {
        self.unclear
            .iter()
            .map(|(id, named, several)| {
                format!(
                    "\"{}\" can be any of {}: facts say \"{id}\" until one of them has \
                     aliases = [\"{id}\"]",
                    named.name,
                    several.join(", ")
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Components;
    use crate::config::Config;
    use crate::import::Named;
    use crate::source::SourceFile;

    fn config() -> Config {
        let text = "[[component]]\nid = \"api\"\nname = \"Public API\"\naliases = [\"k2x\"]\n\
                    [[component]]\nid = \"web-eu\"\nname = \"Web\"\ngroup = \"Europe\"\n\
                    [[component]]\nid = \"web-us\"\nname = \"Web\"\ngroup = \"America\"\n\
                    [[component]]\nid = \"check-out\"\nname = \"Checkout\"\n";
        let file = SourceFile { path: String::new(), text: text.to_owned() };
        crate::config::parse(&file, &[]).0
    }

    fn named(id: &str, name: &str, group: &str) -> Named {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Named { id: some(id), name: name.to_owned(), group: some(group) }
    }

    #[test]
    fn one_is_meant_by_id_alias_name_or_group() {
        let config = config();
        let mut components = Components::new(&config);
        for (id, name, group, expected) in [
            ("k2x", "Anything", "", "api"),
            ("zz", "public api", "", "api"),
            ("", "API", "", "api"),
            ("zz", "Web", "Europe", "web-eu"),
        ] {
            assert_eq!(components.id(&named(id, name, group)), expected, "{name}");
        }
        assert_eq!(components.missing_toml().unwrap(), "");
        assert!(components.questions().is_empty());
    }

    #[test]
    fn nothing_is_guessed() {
        let config = config();
        let mut components = Components::new(&config);
        assert_eq!(components.id(&named("q1", "Check out!", "Shop")), "check-out-2");
        assert_eq!(components.id(&named("q2", "Mail \"in\"", "")), "mail-in");
        assert_eq!(components.id(&named("q2", "Mail \"in\"", "")), "mail-in");
        assert_eq!(components.id(&named("w9", "Web", "Asia")), "w9");
        assert_eq!(components.id(&named("", "Mail OUT", "")), "mail-out");
        assert_eq!(components.id(&named("", "mail out", "")), "mail-out");
        assert_eq!(components.id(&named("q3", "mail out", "")), "mail-out-2");
        assert_eq!(
            components.missing_toml().unwrap(),
            "[[component]]\nid    = \"check-out-2\"\nname  = \"Check out!\"\ngroup = \"Shop\"\n\n\
             [[component]]\nid   = \"mail-in\"\nname = 'Mail \"in\"'\n\n\
             [[component]]\nid   = \"mail-out\"\nname = \"Mail OUT\"\n\n\
             [[component]]\nid   = \"mail-out-2\"\nname = \"mail out\"\n"
        );
        assert_eq!(
            components.questions(),
            ["\"Web\" can be any of web-eu, web-us: facts say \"w9\" until one of them has \
              aliases = [\"w9\"]"]
        );
    }
}
