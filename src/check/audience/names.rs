//! Names of people.

use aho_corasick::AhoCorasick;

use super::lists::lists;
use crate::check::subject::Subject;
use crate::source::Span;

/// The people who have written to the repository, as git names them.
#[derive(Clone, Debug, Default)]
pub struct Authors {
    names: Vec<Name>,
    last_words: Option<AhoCorasick>,
}

/// A name as its words.
type Name = Vec<String>;

/// The people whom the facts of an incident name.
pub(super) struct People(Vec<Name>);

impl Authors {
    /// The names among `authors` that can be people's: machines and teams commit, too.
    #[must_use]
    pub fn new(authors: &[String]) -> Self {
        let mut names: Vec<Name> = authors.iter().filter_map(|name| full_name(name)).collect();
        names.sort();
        names.dedup();
        let last_words = names.iter().filter_map(|name| name.last());
        let last_words = AhoCorasick::new(last_words).ok().filter(|_| !names.is_empty());
        Self { names, last_words }
    }
}

impl People {
    /// Whoever has a role, and owners of actions who are no teams.
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let facts = &subject.incident.facts;
        let mut names = Vec::new();
        for (_, value) in &facts.roles {
            for part in parts(value) {
                names.extend(full_name(part).or_else(|| given_name(part, subject)));
            }
        }
        for owner in facts.actions.iter().filter_map(|action| action.owner.as_deref()) {
            names.extend(parts(owner).filter_map(full_name));
        }
        names.sort();
        names.dedup();
        Self(names)
    }
}

/// Every place where one of the people is named.
pub(super) fn find(text: &str, people: &People, authors: &Authors, found: &mut impl FnMut(Span)) {
    for name in &people.0 {
        let Some(last) = name.last() else { continue };
        for at in memchr::memmem::find_iter(text.as_bytes(), last.as_bytes()) {
            named(text, name, at).into_iter().for_each(&mut *found);
        }
    }
    let Some(last_words) = &authors.last_words else {
        return;
    };
    for hit in last_words.find_overlapping_iter(text) {
        if let Some(name) = authors.names.get(hit.pattern().as_usize()) {
            named(text, name, hit.start()).into_iter().for_each(&mut *found);
        }
    }
}

/// The place of a name whose last word is at `at`, if its other words stand before it and
/// neither end is within a longer word.
fn named(text: &str, name: &[String], at: usize) -> Option<Span> {
    let (last, others) = name.split_last()?;
    let end = at + last.len();
    let mut start = at;
    for word in others.iter().rev() {
        let before = text.get(..start)?;
        let trimmed = before.trim_end();
        if trimmed.len() == before.len() {
            return None;
        }
        start = trimmed.strip_suffix(word.as_str())?.len();
    }
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let before = text.get(..start)?.chars().next_back();
    let after = text.get(end..)?.chars().next();
    let is_within = before.is_some_and(|c| joins(c) || matches!(c, '@' | '/' | '-'))
        || after.is_some_and(|c| joins(c) || c == '@')
        || after == Some('-') && text.get(end + 1..)?.starts_with(joins);
    (!is_within).then(|| Span::new(start, end))
}

/// The people of "Jane Doe, John Roe" and "Jane Doe <jane@example.com> and John Roe (network)".
fn parts(value: &str) -> impl Iterator<Item = &str> {
    let separators = [',', ';', '/', '&', '+', '|'];
    value
        .split(separators)
        .flat_map(|part| part.split(" and "))
        .map(|part| part.split(['<', '(', '[']).next().unwrap_or_default().trim())
}

/// A name of two to four words, the first and the last of them capitalised.
fn full_name(value: &str) -> Option<Name> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let (first, last) = (words.first()?, words.last()?);
    let is_inner = |word: &&str| is_capitalised(word) || lists().name_particles.contains(*word);
    let is_name = (2..=4).contains(&words.len())
        && is_capitalised(first)
        && is_capitalised(last)
        && last.chars().count() > 1
        && words.iter().all(is_inner)
        && !words.iter().any(|word| is_no_name(word))
        && words.iter().any(|word| word.chars().any(char::is_lowercase));
    is_name.then(|| words.iter().map(|word| (*word).to_owned()).collect())
}

/// A single given name, which only counts where the facts give it a role.
fn given_name(value: &str, subject: &Subject<'_>) -> Option<Name> {
    let is_name = value.chars().count() > 2
        && is_capitalised(value)
        && value.chars().skip(1).all(char::is_lowercase)
        && !is_no_name(value)
        && !lists().words_as_names.contains(&value.to_lowercase())
        && !is_of_the_company(value, subject);
    is_name.then(|| vec![value.to_owned()])
}

/// Whether readers know the word as the name of the company or of something it runs.
fn is_of_the_company(value: &str, subject: &Subject<'_>) -> bool {
    let config = subject.config;
    let groups = config.groups.iter().map(|group| &group.name);
    let components =
        config.components.iter().flat_map(|component| [&component.id, &component.name]);
    let folded = value.to_lowercase();
    [&config.title]
        .into_iter()
        .chain(groups)
        .chain(components)
        .any(|name| name.to_lowercase().contains(&folded))
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.'))
}

fn is_no_name(word: &str) -> bool {
    lists().no_names.contains(word.to_lowercase().trim_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::{Authors, find, full_name, parts};
    use crate::check::audience::names::People;

    #[test]
    fn knows_names_of_people_from_names_of_teams_and_machines() {
        for name in ["Jane Doe", "Ludwig van Beethoven", "Anne-Marie O’Neill", "J. R. Hartley"] {
            assert!(full_name(name).is_some(), "{name}");
        }
        let others = ["Payments Team", "on-call engineer", "GitHub Actions", "SRE", "Jane", "A B"];
        for name in others {
            assert_eq!(full_name(name), None, "{name}");
        }
        let both: Vec<_> = parts("Jane Doe <j@x.example>, John Roe (network)").collect();
        assert_eq!(both, ["Jane Doe", "John Roe"]);
    }

    #[test]
    fn finds_authors_over_line_ends_and_not_within_words() {
        let authors = Authors::new(&["Jane Doe".to_owned(), "dependabot[bot]".to_owned()]);
        let text = "Jane\nDoe's change; Mary-Jane Doe; Jane Doering; Jane Doe.";
        let mut found = Vec::new();
        find(text, &People(Vec::new()), &authors, &mut |span| found.push(span.start));
        assert_eq!(found, [0, text.rfind("Jane").unwrap_or_default()]);
    }
}
