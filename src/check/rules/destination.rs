//! What a link or an image leads to, as the outputs will see it.

use crate::check::subject::Subject;
use crate::source::{IncidentLink, attachment, incident_link, site_link};

/// What a link or an image leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination<'d> {
    /// A page elsewhere.
    Web,
    /// An address to write to.
    Mail,
    /// A place on the same page, without its `#`.
    Fragment(&'d str),
    /// A file beside the report.
    Attachment,
    /// The folder of an incident, if there is one of this name.
    Incident(IncidentLink<'d>),
    /// A path to nothing of these.
    Path(&'d str),
    /// An address of a scheme that outputs do not open.
    Scheme(&'d str),
}

impl<'d> Destination<'d> {
    pub(super) fn of(destination: &'d str, attachments: &[String]) -> Self {
        let destination = destination.trim();
        if let Some(fragment) = destination.strip_prefix('#') {
            return Self::Fragment(fragment);
        }
        if attachment(destination, attachments).is_some() {
            return Self::Attachment;
        }
        if let Some(link) = incident_link(destination) {
            return Self::Incident(link);
        }
        let Some((scheme, rest)) = destination.split_once(':').filter(|(name, _)| is_scheme(name))
        else {
            return Self::Path(destination);
        };
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" if rest.starts_with("//") => Self::Web,
            "mailto" if !rest.is_empty() => Self::Mail,
            _ => Self::Scheme(scheme),
        }
    }
}

/// The incident that a link leads to, by its folder or by the address of its page.
pub(in crate::check) fn linked<'d>(
    destination: &'d str,
    subject: &Subject<'_>,
) -> Option<IncidentLink<'d>> {
    let on_site = |base: &String| site_link(destination, base);
    incident_link(destination).or_else(|| subject.config.base_url.as_ref().and_then(on_site))
}

/// Whether the word before a colon is a scheme (RFC 3986, section 3.1).
fn is_scheme(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::Destination::{self, Attachment, Fragment, Incident, Mail, Path, Scheme, Web};
    use crate::source::IncidentLink;

    #[test]
    fn tells_what_outputs_open() {
        let attachments = ["12:30 graph.png".to_owned()];
        let of = |destination| Destination::of(destination, &attachments);
        assert_eq!(of("HTTPS://example.com"), Web);
        assert_eq!(of("mailto:ops@example.com"), Mail);
        assert_eq!(of("#cause"), Fragment("cause"));
        assert_eq!(of("./12:30%20graph.png"), Attachment);
        assert_eq!(of("12%3A30%20graph%2Epng"), Attachment);
        assert_eq!(of("other.png"), Path("other.png"));
        let incident = IncidentLink { id: "2024-05-01-before".into(), fragment: "cause" };
        assert_eq!(of("../2024-05-01-before/#cause"), Incident(incident));
        assert_eq!(of("../../2024-05-01-before/"), Path("../../2024-05-01-before/"));
        assert_eq!(of("10:00.log"), Path("10:00.log"));
        assert_eq!(of("javascript:alert(1)"), Scheme("javascript"));
        assert_eq!(of("https:example.com"), Scheme("https"));
        assert_eq!(of(""), Path(""));
    }
}
