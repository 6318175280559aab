use chrono::NaiveDate;

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds incident folders that are not called `YYYY-MM-DD-slug`.
    ///
    /// ## Why
    ///
    /// The folder's name is the incident's id and part of the address of its page. With the day
    /// in front, folders sort by time; with lower-case letters, digits and single hyphens, the
    /// name is the same on every file system and needs no escaping in an address.
    ///
    /// ## Fails
    ///
    /// ```text folders
    /// 2024-05-02-Checkout_failed
    /// ```
    ///
    /// ```text folders
    /// 2024-02-30-checkout-failed
    /// ```
    ///
    /// ## Passes
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed
    /// ```
    "folder-name", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let id = &subject.incident.id;
    let fault = match date_and_slug(id) {
        None => "does not begin with a day, as in 2024-05-02-checkout-failed".to_owned(),
        Some((day, _)) if !is_day(day) => format!("begins with {day}, which is no day"),
        Some((_, slug)) => match slug_fault(slug) {
            Some(fault) => fault,
            None => return,
        },
    };
    findings
        .at_field(FieldPath::root(), format!("the folder's name {fault}"))
        .help("rename the folder; attachments and links by its old id need to follow");
}

/// The day that a folder's name begins with.
pub(in crate::check::rules) fn folder_day(id: &str) -> Option<NaiveDate> {
    let (day, _) = date_and_slug(id)?;
    day.parse().ok()
}

/// `2024-05-02` and `checkout-failed`, where the name looks like a day and a slug.
fn date_and_slug(id: &str) -> Option<(&str, &str)> {
    let (day, rest) = (id.get(..10)?, id.get(10..)?);
    let looks_like_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let slug = if rest.is_empty() { "" } else { rest.strip_prefix('-')? };
    looks_like_day.then_some((day, slug))
}

fn is_day(text: &str) -> bool {
    text.parse::<NaiveDate>().is_ok()
}

fn slug_fault(slug: &str) -> Option<String> {
    let is_allowed = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-';
    if slug.is_empty() {
        return Some("has no words behind the day".to_owned());
    }
    if let Some(other) = slug.chars().find(|c| !is_allowed(c)) {
        return Some(format!("has {other:?} in it; only a to z, 0 to 9 and hyphens are safe"));
    }
    let has_stray_hyphen = slug.split('-').any(str::is_empty);
    has_stray_hyphen.then(|| "has a hyphen too many".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{date_and_slug, slug_fault};

    #[test]
    fn takes_names_apart_without_cutting_characters() {
        assert_eq!(date_and_slug("2024-05-02-api"), Some(("2024-05-02", "api")));
        assert_eq!(date_and_slug("2024-05-02"), Some(("2024-05-02", "")));
        assert_eq!(date_and_slug("2024-05-02api"), None);
        assert_eq!(date_and_slug("2024-05-0é-api"), None);
        assert_eq!(date_and_slug("+024-05-02-api"), None);
    }

    #[test]
    fn allows_what_is_safe_everywhere() {
        assert_eq!(slug_fault("api-503"), None);
        for slug in ["", "-api", "api-", "a--b", "API", "a_b", "é", "a b", "a\n"] {
            assert!(slug_fault(slug).is_some(), "{slug:?}");
        }
    }
}
