use chrono::NaiveDate;

use super::palette::{Colour, Palette};
use super::{Blog, Mailbox};
use crate::diagnostic::Level;
use crate::source::{FieldPath, Span};

/// The whole configuration of a workspace.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the site and of whoever runs it.
    pub title: String,
    /// Where the site will be served from, without a slash at the end.
    pub base_url: Option<String>,
    /// IANA name of the zone of incidents that name none.
    pub timezone: String,
    /// BCP 47 tag of the language the reports are written in.
    pub language: String,
    /// Groups of components, in display order.
    pub groups: Vec<Group>,
    /// What can be affected, in display order.
    pub components: Vec<Component>,
    /// From mildest to worst.
    pub severities: Vec<Severity>,
    /// House headings of the six standard sections.
    pub sections: Vec<SectionAlias>,
    /// Levels of rules that differ from their defaults.
    pub rules: Vec<RuleSetting>,
    /// Where outputs go and which are made.
    pub output: Output,
    /// The status site.
    pub site: Site,
    /// Customer emails.
    pub email: Email,
    /// Blog posts.
    pub blog: Blog,
    /// Words that every customer reads.
    pub boilerplate: Boilerplate,
    /// What the rules about audiences look for.
    pub audience: Disclosure,
    /// What the rules about language look for, beside their own lists.
    pub words: Words,
}

/// A heading over several components.
#[derive(Clone, Debug)]
pub struct Group {
    /// What components refer to and readers see.
    pub name: String,
    /// One line below the name.
    pub description: Option<String>,
}

/// Something that can be affected.
#[derive(Clone, Debug)]
pub struct Component {
    /// What facts refer to, in kebab-case.
    pub id: String,
    /// What readers see.
    pub name: String,
    /// Name of a [`Group`].
    pub group: Option<String>,
    /// One line below the name.
    pub description: Option<String>,
    /// Earlier ids, still understood in facts.
    pub aliases: Vec<String>,
    /// Not in use since this day.
    pub retired: Option<NaiveDate>,
}

/// How bad an incident is.
#[derive(Clone, Debug)]
pub struct Severity {
    /// What facts refer to.
    pub id: String,
    /// What readers see.
    pub name: String,
}

/// A house heading of a standard section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionAlias {
    /// Key of the standard section, such as `root-cause`.
    pub section: &'static str,
    /// The heading.
    pub heading: String,
}

/// A rule's level in this workspace.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The rule's id, not yet known to exist.
    pub rule: String,
    /// Its level; nothing where it is off.
    pub level: Option<Level>,
    /// The setting's place in `incident.toml`.
    pub span: Span,
}

/// A kind of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The HTML status site.
    Site,
    /// Plain-text customer emails.
    Email,
    /// Blog posts.
    Blog,
}

impl Target {
    /// Every target with its name.
    pub const ALL: [(&'static str, Self); 3] =
        [("site", Self::Site), ("email", Self::Email), ("blog", Self::Blog)];

    /// The name in files, on the command line and of its folder.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Email => "email",
            Self::Blog => "blog",
        }
    }
}

/// Where outputs go.
#[derive(Clone, Debug)]
pub struct Output {
    /// Folder below the root; each target has its own in it.
    pub dir: String,
    /// What `incident render` makes.
    pub targets: Vec<Target>,
}

/// How past incidents are listed on the status page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// A heading a day, quiet days included.
    Day,
    /// A heading a month, quiet months left out.
    Month,
}

/// Options of the status site.
#[derive(Clone, Debug)]
pub struct Site {
    /// How past incidents are listed.
    pub history: History,
    /// Days or months listed on the status page before the archive takes over.
    pub history_length: u32,
    /// One line below the title.
    pub description: Option<String>,
    /// What a second of each status takes from the uptime.
    pub uptime: UptimeWeights,
    /// Colours of the light scheme.
    pub light: Palette,
    /// Colours of the dark scheme.
    pub dark: Palette,
    /// What stands for the title at the top of pages.
    pub logo: Option<WorkspaceFile>,
    /// The same on dark pages.
    pub logo_dark: Option<WorkspaceFile>,
    /// Beside the navigation.
    pub header_links: Vec<Link>,
    /// At the foot of pages.
    pub footer_links: Vec<Link>,
}

/// What a second of each status takes from the uptime, in percent of a second, from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UptimeWeights {
    /// Of `major_outage`.
    pub major: u8,
    /// Of `partial_outage`.
    pub partial: u8,
    /// Of `degraded_performance`.
    pub degraded: u8,
    /// Of `under_maintenance`.
    pub maintenance: u8,
}

impl Default for UptimeWeights {
    fn default() -> Self {
        Self { major: 100, partial: 50, degraded: 0, maintenance: 0 }
    }
}

/// A file of the workspace that the configuration names.
#[derive(Clone, Debug)]
pub struct WorkspaceFile {
    /// Path below the root.
    pub path: String,
    /// The field that names it.
    pub field: FieldPath,
    /// The path's place in `incident.toml`.
    pub span: Span,
}

/// A link to somewhere else.
#[derive(Clone, Debug)]
pub struct Link {
    /// What readers see.
    pub title: String,
    /// `https:`, `http:` or `mailto:`.
    pub url: String,
}

/// Options of customer emails.
#[derive(Clone, Debug)]
pub struct Email {
    /// Columns of text, by display width.
    pub width: usize,
    /// Which updates have a mail of their own.
    pub updates: Updates,
    /// Who writes; without it, there are no messages ready to send.
    pub from: Option<Mailbox>,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Mailbox>,
    /// The list that the mails go to; without it, they name no recipient.
    pub to: Option<Mailbox>,
}

/// Which updates of an incident have a mail of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Updates {
    /// None has.
    None,
    /// The latest one.
    Latest,
    /// Each has.
    All,
    /// The one with this number; the command line's choice, no setting.
    Only(usize),
}

impl Updates {
    /// Every setting with its name.
    pub const ALL: [(&'static str, Self); 3] =
        [("none", Self::None), ("latest", Self::Latest), ("all", Self::All)];
}

/// Words that every customer reads, in Markdown.
#[derive(Clone, Debug, Default)]
pub struct Boilerplate {
    /// Closes reports and emails.
    pub apology: Option<String>,
    /// Where to turn.
    pub contact: Option<String>,
    /// Signs emails.
    pub signature: Option<String>,
}

/// What may not be said outside, and what may.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// Ends of host names that only resolve inside, each with its dot, in lower case.
    pub internal_suffixes: Vec<String>,
    /// What may be said to everybody, in lower case; `@example.com` stands for all addresses
    /// there.
    pub allow: Vec<String>,
    /// How ticket ids look, `#` standing for a number; the usual forms where there are none.
    pub tickets: Vec<String>,
}

/// Phrases of the workspace's own, by the rule that looks for them.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What finds fault with people.
    pub blame: Vec<String>,
    /// What apologises without saying for what.
    pub empty_apology: Vec<String>,
    /// What customers do not understand.
    pub jargon: Vec<String>,
    /// What plays the impact down.
    pub weasel: Vec<String>,
    /// What no rule about language minds.
    pub allow: Vec<String>,
}

impl Default for Disclosure {
    fn default() -> Self {
        let suffixes = [".internal", ".local", ".lan", ".corp", ".intra", ".home.arpa"];
        Self {
            internal_suffixes: suffixes.map(str::to_owned).to_vec(),
            allow: Vec::new(),
            tickets: Vec::new(),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let severity = |id: &str, name: &str| Severity { id: id.to_owned(), name: name.to_owned() };
        Self {
            title: "Status".to_owned(),
            base_url: None,
            timezone: "UTC".to_owned(),
            language: "en".to_owned(),
            groups: Vec::new(),
            components: Vec::new(),
            severities: vec![
                severity("minor", "Minor"),
                severity("major", "Major"),
                severity("critical", "Critical"),
            ],
            sections: Vec::new(),
            rules: Vec::new(),
            output: Output {
                dir: "public".to_owned(),
                targets: Target::ALL.map(|(_, target)| target).to_vec(),
            },
            site: Site {
                history: History::Day,
                history_length: 14,
                description: None,
                uptime: UptimeWeights::default(),
                light: Palette::light(None, Colour::default()),
                dark: Palette::dark(None, Colour::default()),
                logo: None,
                logo_dark: None,
                header_links: Vec::new(),
                footer_links: Vec::new(),
            },
            email: Email {
                width: 72,
                updates: Updates::None,
                from: None,
                reply_to: None,
                to: None,
            },
            blog: Blog::default(),
            boilerplate: Boilerplate::default(),
            audience: Disclosure::default(),
            words: Words::default(),
        }
    }
}

impl Config {
    /// The component that facts mean by `id`, by its id or an alias.
    #[must_use]
    pub fn component(&self, id: &str) -> Option<&Component> {
        self.components.iter().find(|component| component.id == id).or_else(|| {
            self.components.iter().find(|component| component.aliases.iter().any(|a| a == id))
        })
    }

    /// The configured severity with this id.
    #[must_use]
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|severity| severity.id == id)
    }
}
