use super::template_syntax;
use crate::config::{Files, Generator};

/// How a generator wants a post.
pub(super) struct Convention {
    /// Where posts lie.
    pub(super) folder: &'static str,
    /// Where posts without a date lie; without it, their front matter calls them drafts.
    pub(super) draft_folder: Option<&'static str>,
    /// Whether a post's name begins with the day of publication instead of the incident's.
    pub(super) is_dated: bool,
    pub(super) files: Files,
    /// Where the attachments of flat posts lie, each post's in a folder of its own.
    pub(super) static_folder: &'static str,
    /// What leads to them in links.
    pub(super) static_address: StaticAddress,
    pub(super) front_matter: FrontMatter,
    /// Ends what lists of posts show of one; may be empty.
    pub(super) more: &'static str,
    pub(super) heading_ids: HeadingIds,
    pub(super) has_footnotes: bool,
    pub(super) has_indented_code: bool,
    /// Whether quotes that begin with `[!NOTE]` are alerts.
    pub(super) has_alerts: bool,
    /// Makes Markdown in which the generator finds nothing to run.
    pub(super) inert: fn(&str) -> String,
}

/// What stands before the Markdown of a post.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FrontMatter {
    None,
    Toml,
    Yaml,
}

/// What ids headings have, for links to them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingIds {
    None,
    /// The generator makes the same of them as the site has.
    Own,
    /// It makes others, and refuses links to places that are not there; it takes those that the post
    /// gives.
    Written,
}

/// What leads to a static file in links.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StaticAddress {
    /// The path from the post.
    Relative,
    /// A path below Jekyll's `site.baseurl`.
    Liquid,
    /// A path below the configured one.
    Absolute,
}

impl Convention {
    pub(super) const fn of(generator: Generator) -> &'static Self {
        match generator {
            Generator::Jekyll => &JEKYLL,
            Generator::Hugo => &HUGO,
            Generator::Zola => &ZOLA,
            Generator::Eleventy => &ELEVENTY,
            Generator::Astro => &ASTRO,
            Generator::Docusaurus => &DOCUSAURUS,
            Generator::Plain => &PLAIN,
        }
    }
}

const PLAIN: Convention = Convention {
    folder: "",
    draft_folder: None,
    is_dated: false,
    files: Files::Flat,
    static_folder: "",
    static_address: StaticAddress::Relative,
    front_matter: FrontMatter::None,
    more: "",
    heading_ids: HeadingIds::Own,
    has_footnotes: true,
    has_indented_code: true,
    has_alerts: true,
    inert: template_syntax::none,
};

/// What most generators have in common.
const USUAL: Convention = Convention {
    folder: "content/blog",
    static_folder: "static/incidents",
    static_address: StaticAddress::Absolute,
    front_matter: FrontMatter::Yaml,
    has_alerts: false,
    ..PLAIN
};

const JEKYLL: Convention = Convention {
    folder: "_posts",
    draft_folder: Some("_drafts"),
    is_dated: true,
    static_folder: "assets",
    static_address: StaticAddress::Liquid,
    inert: template_syntax::liquid,
    ..USUAL
};

const HUGO: Convention = Convention {
    folder: "content/posts",
    files: Files::Bundle,
    more: "<!--more-->",
    inert: template_syntax::hugo,
    ..USUAL
};

const ZOLA: Convention = Convention {
    files: Files::Bundle,
    front_matter: FrontMatter::Toml,
    heading_ids: HeadingIds::Written,
    more: "<!-- more -->",
    inert: template_syntax::zola,
    ..USUAL
};

/// The front matter says that no template language reads the post. Of markdown-it's parts, Eleventy
/// has neither ids of headings, nor footnotes, nor indented code.
const ELEVENTY: Convention = Convention {
    static_folder: "public/incidents",
    heading_ids: HeadingIds::None,
    has_footnotes: false,
    has_indented_code: false,
    ..USUAL
};

/// Files that end in `.md` are no MDX. Of what lies beside them, only pictures are published.
const ASTRO: Convention =
    Convention { folder: "src/content/blog", static_folder: "public/incidents", ..USUAL };

/// The front matter says that the post is no MDX, but directives such as `:::note` remain.
const DOCUSAURUS: Convention = Convention {
    folder: "blog",
    is_dated: true,
    files: Files::Bundle,
    more: "<!-- truncate -->",
    inert: template_syntax::directives,
    ..USUAL
};
