use super::Audience;

/// What is told of an incident: the contents of `report.md`.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Its sections, in the author's order.
    pub sections: Vec<Section>,
}

/// The prose under one `##` heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Which of the six it is, if it is one of them.
    pub standard: Option<StandardSection>,
    /// The author's own heading, as plain text.
    pub heading: String,
    /// Who may read it.
    pub audience: Audience,
    /// Self-contained Markdown: link and footnote definitions it needs are in it.
    pub body: String,
}

impl Section {
    /// Whether there is any prose under the heading.
    #[must_use]
    pub fn has_prose(&self) -> bool {
        !self.body.trim().is_empty()
    }
}

/// The six sections that every published report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandardSection {
    /// What happened, for someone in a hurry.
    Summary,
    /// What happened when.
    Timeline,
    /// Who was affected, how and how long.
    Impact,
    /// Why it happened.
    RootCause,
    /// What ended it.
    Resolution,
    /// What will keep it from happening again.
    PreventiveMeasures,
}

impl StandardSection {
    /// The six in their usual order, with key and heading.
    pub const ALL: [(&'static str, &'static str, Self); 6] = [
        ("summary", "Summary", Self::Summary),
        ("timeline", "Timeline", Self::Timeline),
        ("impact", "Impact", Self::Impact),
        ("root-cause", "Root cause", Self::RootCause),
        ("resolution", "Resolution", Self::Resolution),
        ("preventive-measures", "Preventive measures", Self::PreventiveMeasures),
    ];

    /// The key in `incident.toml` and in templates.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// The usual heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str, Self) {
        Self::ALL[self as usize]
    }
}

impl Report {
    /// The prose of a standard section, where it has its own heading.
    #[must_use]
    pub fn standard(&self, wanted: StandardSection) -> Option<&Section> {
        self.sections.iter().find(|section| section.standard == Some(wanted))
    }
}
