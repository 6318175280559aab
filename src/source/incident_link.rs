use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A link to another incident: by its folder, beside this one, or by the address of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentLink<'d> {
    /// The other folder's name.
    pub id: Cow<'d, str>,
    /// The place in its report, without `#`; empty for the whole.
    pub fragment: &'d str,
}

/// The incident that `../ID`, `../ID/` or `../ID/report.md` leads to, with or without a `#place`:
/// the paths that work wherever the repository itself is read. A path to anything else has none.
#[must_use]
pub fn incident_link(destination: &str) -> Option<IncidentLink<'_>> {
    let path = destination.trim().strip_prefix("../")?;
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let folder = path.strip_suffix("/report.md").or(path.strip_suffix('/')).unwrap_or(path);
    if folder.contains(['/', '?']) {
        return None;
    }
    Some(IncidentLink { id: id(folder)?, fragment })
}

/// The incident to whose page on the site at `base_url`, or to a file beside it, an address leads:
/// `https://status.example.com/incidents/ID/#place`.
#[must_use]
pub fn site_link<'d>(destination: &'d str, base_url: &str) -> Option<IncidentLink<'d>> {
    let destination = destination.trim();
    // Schemes and hosts are the same in either case (RFC 3986, section 6.2.2.1).
    let site = destination.get(..base_url.len())?;
    let path = destination.get(base_url.len()..)?.strip_prefix("/incidents/")?;
    if !site.eq_ignore_ascii_case(base_url) {
        return None;
    }
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let path = path.split('?').next().unwrap_or_default();
    let (folder, file) = path.split_once('/').unwrap_or((path, ""));
    let is_page = matches!(file, "" | "index.html");
    Some(IncidentLink { id: id(folder)?, fragment: if is_page { fragment } else { "" } })
}

/// The name of an incident's folder as it is written in an address.
fn id(folder: &str) -> Option<Cow<'_, str>> {
    let id = percent_decode_str(folder).decode_utf8().ok()?;
    // A dot alone is a step on the way, and no incident begins with one.
    let is_name = !id.is_empty() && !id.starts_with('.') && !id.contains(['/', '\\']);
    (is_name && !id.contains(char::is_control)).then_some(id)
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::{incident_link, site_link};

    fn found(destination: &str) -> Option<(String, &str)> {
        incident_link(destination).map(|link| (link.id.into_owned(), link.fragment))
    }

    #[test]
    fn a_folder_beside_this_one_is_an_incident() {
        for (destination, fragment) in [
            ("../2024-05-01-before", ""),
            ("../2024-05-01-before/", ""),
            ("../2024-05-01-before/report.md", ""),
            ("../2024-05-01-before/report.md#root-cause", "root-cause"),
            ("../2024-05-01-before/#update_20240501T101300Z", "update_20240501T101300Z"),
            ("../2024-05-01-before#", ""),
            (" ../2024%2D05-01-before/ ", ""),
        ] {
            let id = "2024-05-01-before".to_owned();
            assert_eq!(found(destination), Some((id, fragment)), "{destination}");
        }
    }

    #[test]
    fn another_path_is_none() {
        for destination in [
            "",
            "..",
            "../",
            "../#cause",
            "../report.md/report.md/",
            "../../incident.toml",
            "../%2e%2e/",
            "../.git/",
            "../a%2Fb/",
            "../a%5Cb/",
            "../a%00/",
            "../%ff/",
            "../a/facts.toml",
            "../a/?b",
            "../a//",
            "2024-05-01-before/",
            "/2024-05-01-before/",
            "./../2024-05-01-before/",
        ] {
            assert_eq!(found(destination), None, "{destination}");
        }
    }

    #[test]
    fn an_address_on_the_site_is_an_incident() {
        let link = |address: &str| {
            let link = site_link(address, "https://status.example.com/eu");
            link.map(|link| (link.id.into_owned(), link.fragment.to_owned()))
        };
        for (path, id, fragment) in [
            ("/incidents/2024-05-01-a/", "2024-05-01-a", ""),
            ("/incidents/2024-05-01-a", "2024-05-01-a", ""),
            ("/incidents/2024%2D05-01-a/index.html?x#root-cause", "2024-05-01-a", "root-cause"),
            ("/incidents/2024-05-01-a#x", "2024-05-01-a", "x"),
            ("/incidents/2024-05-01-a/graph.svg#x", "2024-05-01-a", ""),
        ] {
            for site in ["https://status.example.com/eu", "HTTPS://Status.example.com/eu"] {
                let found = link(&format!("{site}{path}"));
                assert_eq!(found, Some((id.to_owned(), fragment.to_owned())), "{site}{path}");
            }
        }
        for address in [
            "https://status.example.com/eu/incidents/",
            "https://status.example.com/eu/incidents/../x",
            "https://status.example.com/eu/history/",
            "https://status.example.com/incidents/2024-05-01-a/",
            "https://status.example.com.evil.example/incidents/2024-05-01-a/",
            "https://é",
        ] {
            assert_eq!(link(address), None, "{address}");
        }
    }

    proptest! {
        #[test]
        fn every_folder_is_found_by_its_escapes(id in "[^/\\\\.\\p{Cc}][^/\\\\\\p{Cc}]{0,12}") {
            let escaped = utf8_percent_encode(&id, NON_ALPHANUMERIC).to_string();
            let destination = format!("../{escaped}/report.md#there");
            prop_assert_eq!(found(&destination), Some((id, "there")));
        }
    }
}
