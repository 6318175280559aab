use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A link to another incident as it is written in the files: by its folder, beside this one.
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
    let id = percent_decode_str(folder).decode_utf8().ok()?;
    // A dot alone is a step on the way, and no incident begins with one.
    let is_name = !id.is_empty() && !id.starts_with('.') && !id.contains(['/', '\\']);
    (is_name && !id.contains(char::is_control)).then_some(IncidentLink { id, fragment })
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::incident_link;

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
            ("../2024-05-01-before/#update_2", "update_2"),
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

    proptest! {
        #[test]
        fn every_folder_is_found_by_its_escapes(id in "[^/\\\\.\\p{Cc}][^/\\\\\\p{Cc}]{0,12}") {
            let escaped = utf8_percent_encode(&id, NON_ALPHANUMERIC).to_string();
            let destination = format!("../{escaped}/report.md#there");
            prop_assert_eq!(found(&destination), Some((id, "there")));
        }
    }
}
