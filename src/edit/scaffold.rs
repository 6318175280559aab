use serde::Serialize;

/// What a scaffold's templates may use.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Scaffold {
    /// The incident's title.
    pub title: String,
    /// `started` as it goes into facts.toml: `2024-05-02T10:00:00`.
    pub started: String,
    /// The announced window, where it is known.
    pub scheduled: Option<Scheduled>,
    /// IANA name of the zone.
    pub timezone: String,
    /// Id of the severity, where one was chosen.
    pub severity: Option<String>,
    /// Ids of the components that were chosen.
    pub components: Vec<String>,
    /// Who writes it, from git's configuration.
    pub author: Option<String>,
    /// Ids of all severities of the workspace, from mildest to worst.
    pub severities: Vec<String>,
    /// Ids of all components of the workspace that are in use.
    pub all_components: Vec<String>,
}

/// The window that is announced for maintenance.
#[derive(Clone, Debug, Serialize)]
pub struct Scheduled {
    /// Its start as it goes into facts.toml.
    pub start: String,
    /// Its end.
    pub end: String,
}

/// The kinds of scaffolds among template names such as `new/full/facts.toml`, sorted.
#[must_use]
pub fn kinds<'n>(templates: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut kinds: Vec<String> = templates
        .into_iter()
        .filter_map(|name| name.strip_prefix("new/")?.strip_suffix("/facts.toml"))
        .filter(|kind| !kind.contains('/'))
        .map(str::to_owned)
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}
