//! Names of people.

use aho_corasick::AhoCorasick;

use super::bytes::joins;
use super::lists::lists;
use crate::check::subject::Subject;
use crate::source::Span;

/// The people who have written to the repository, as git names them.
#[derive(Clone, Debug, Default)]
pub struct Authors {
    names: Vec<Name>,
    /// Of whom each pattern below is a last word.
    owners: Vec<usize>,
    last_words: Option<AhoCorasick>,
}

/// A name in all the ways to write it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    /// Their words.
    forms: Vec<Vec<String>>,
    /// Their last words, in small letters as far as they are ASCII.
    last_words: Vec<String>,
}

/// The people whom the facts of an incident name.
#[derive(Default)]
pub(super) struct People(Vec<Name>);

impl Authors {
    /// The names among `authors` that can be people's: machines and teams commit, too.
    #[must_use]
    pub fn new(authors: &[String]) -> Self {
        let mut names: Vec<Name> = authors.iter().filter_map(|name| full_name(name)).collect();
        names.sort();
        names.dedup();
        let mut owners = Vec::new();
        let mut patterns = Vec::new();
        for (owner, name) in names.iter().enumerate() {
            owners.extend(name.last_words.iter().map(|_| owner));
            patterns.extend(name.last_words.iter());
        }
        let last_words = AhoCorasick::builder().ascii_case_insensitive(true).build(patterns);
        let last_words = last_words.ok().filter(|_| !names.is_empty());
        Self { names, owners, last_words }
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

impl Name {
    fn new(forms: Vec<Vec<String>>) -> Self {
        let last_words = forms.iter().filter_map(|words| words.last());
        let mut last_words: Vec<String> =
            last_words.map(|word| word.to_ascii_lowercase()).collect();
        last_words.sort();
        last_words.dedup();
        Self { forms, last_words }
    }

    /// The ways to write a full name: as it is, "JANE DOE", "Jane DOE", and "jane doe" unless those
    /// are words of the language.
    fn full(words: Vec<String>) -> Self {
        let capitals: Vec<String> = words.iter().map(|word| word.to_uppercase()).collect();
        let small: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let before = words.len().saturating_sub(1);
        let family = words.iter().take(before).chain(capitals.last()).cloned().collect();
        let is_of_words = small.iter().all(|word| lists().words_as_names.contains(word));
        let mut forms = vec![words, capitals, family];
        forms.extend(Some(small).filter(|_| !is_of_words));
        Self::new(forms)
    }

    /// Its place, if it is written here and has its last word at `at`.
    fn named(&self, text: &str, at: usize) -> Option<Span> {
        let behind = text.get(at..)?;
        let mut forms = self.forms.iter();
        forms.find_map(|words| {
            let is_here = behind.starts_with(words.last()?.as_str());
            is_here.then(|| named(text, words, at)).flatten()
        })
    }
}

/// Every place where one of the people is named.
pub(super) fn find(text: &str, people: &People, authors: &Authors, found: &mut impl FnMut(Span)) {
    if !people.0.is_empty() {
        let small = text.to_ascii_lowercase();
        for name in &people.0 {
            for last in &name.last_words {
                for at in memchr::memmem::find_iter(small.as_bytes(), last.as_bytes()) {
                    name.named(text, at).into_iter().for_each(&mut *found);
                }
            }
        }
    }
    let Some(last_words) = &authors.last_words else {
        return;
    };
    for hit in last_words.find_overlapping_iter(text) {
        let owner = authors.owners.get(hit.pattern().as_usize());
        if let Some(name) = owner.and_then(|owner| authors.names.get(*owner)) {
            name.named(text, hit.start()).into_iter().for_each(&mut *found);
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
    let goes_on = |c: char| joins(c) || c == '_';
    let before = text.get(..start)?.chars().next_back();
    let after = text.get(end..)?.chars().next();
    let is_within = before.is_some_and(|c| goes_on(c) || matches!(c, '@' | '/' | '-'))
        || after.is_some_and(|c| goes_on(c) || c == '@')
        || after == Some('-') && text.get(end + 1..)?.starts_with(goes_on);
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
    is_name.then(|| Name::full(words.iter().map(|word| (*word).to_owned()).collect()))
}

/// A single given name, which only counts where the facts give it a role.
fn given_name(value: &str, subject: &Subject<'_>) -> Option<Name> {
    let is_name = value.chars().count() > 2
        && is_capitalised(value)
        && value.chars().skip(1).all(char::is_lowercase)
        && !is_no_name(value)
        && !lists().words_as_names.contains(&value.to_lowercase())
        && !is_of_the_company(value, subject);
    is_name.then(|| Name::new(vec![vec![value.to_owned()]]))
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
    use super::{Authors, People, find, full_name, parts};

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
    fn finds_full_names_in_capitals_and_in_small_letters() {
        let authors = Authors::new(&["Zoë von Ångström".to_owned(), "Mark May".to_owned()]);
        let text = "ZOË VON ÅNGSTRÖM; Zoë von ÅNGSTRÖM; zoë von ångström; MARK MAY; mark may";
        let mut found = Vec::new();
        find(text, &People::default(), &authors, &mut |span| found.push(&text[span.range()]));
        let words = text.split("; ").take(4);
        assert_eq!(found, words.collect::<Vec<_>>());
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
