/// Options of blog posts.
#[derive(Clone, Debug, Default)]
pub struct Blog {
    /// What the posts are written for.
    pub generator: Generator,
    /// Whether a post and its attachments share a folder; the generator's custom where nothing is
    /// said.
    pub files: Option<Files>,
    /// Folder of the posts below the generator's root; the generator's custom where nothing is
    /// said.
    pub folder: Option<String>,
    /// What the site is served below: empty, or such as `/blog`, without a slash at the end.
    pub base_path: String,
    /// Address of a post on its site, with the [placeholders](Blog::PLACEHOLDERS).
    pub permalink: Option<String>,
    /// The layout of the front matter.
    pub layout: Option<String>,
    /// Author of posts whose incident has no byline.
    pub author: Option<String>,
    /// Keys of the front matter that are the house's own; the key of a field that is left out is
    /// empty.
    pub keys: Vec<(Field, String)>,
}

impl Blog {
    /// What stands for something in a permalink.
    pub const PLACEHOLDERS: [&'static str; 5] = [":id", ":slug", ":year", ":month", ":day"];

    /// The key of a field: the house's own, or else the generator's. Empty if the front matter
    /// goes without it.
    #[must_use]
    pub fn key(&self, field: Field) -> &str {
        let own = self.keys.iter().find(|(named, _)| *named == field);
        own.map_or_else(|| self.generator.key(field), |(_, key)| key)
    }
}

/// The generator that blog posts are written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generator {
    /// Jekyll: `_posts/YYYY-MM-DD-slug.md`, with Liquid made inert.
    Jekyll,
    /// Hugo: a page bundle in `content/posts/`, with shortcodes made inert.
    Hugo,
    /// Zola: a folder in `content/blog/` with TOML front matter, with shortcodes made inert.
    Zola,
    /// Eleventy: `content/blog/`, read as Markdown alone.
    Eleventy,
    /// Astro: an entry of the content collection `src/content/blog/`.
    Astro,
    /// Docusaurus: a folder in `blog/`, read as Markdown and not as MDX.
    Docusaurus,
    /// Markdown without front matter.
    #[default]
    Plain,
}

impl Generator {
    /// Every generator with its name in files.
    pub const ALL: [(&'static str, Self); 7] = [
        ("jekyll", Self::Jekyll),
        ("hugo", Self::Hugo),
        ("zola", Self::Zola),
        ("eleventy", Self::Eleventy),
        ("astro", Self::Astro),
        ("docusaurus", Self::Docusaurus),
        ("plain", Self::Plain),
    ];

    /// What the generator, or else the themes made for it, call a field of the front matter.
    const fn key(self, field: Field) -> &'static str {
        match (field, self) {
            (_, Self::Plain) | (Field::Layout, Self::Docusaurus) => "",
            (Field::Title, _) => "title",
            (Field::Date, Self::Astro) => "pubDate",
            (Field::Date, _) => "date",
            (Field::Updated, Self::Jekyll) => "last_modified_at",
            (Field::Updated, Self::Hugo) => "lastmod",
            (Field::Updated, Self::Astro) => "updatedDate",
            (Field::Updated, Self::Docusaurus) => "last_update",
            (Field::Updated, _) => "updated",
            (Field::Description, _) => "description",
            (Field::Author, Self::Zola | Self::Docusaurus) => "authors",
            (Field::Author, _) => "author",
            (Field::Layout, Self::Zola) => "template",
            (Field::Layout, _) => "layout",
            (Field::Permalink, Self::Hugo) => "url",
            (Field::Permalink, Self::Zola) => "path",
            (Field::Permalink, Self::Astro | Self::Docusaurus) => "slug",
            (Field::Permalink, _) => "permalink",
            (Field::Canonical, Self::Hugo | Self::Astro) => "canonicalURL",
            (Field::Canonical, _) => "canonical_url",
            (Field::Incident, _) => "incident",
            (Field::Severity, _) => "severity",
            (Field::Components, _) => "components",
        }
    }
}

/// Where the attachments of a post are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// A folder for each post, with its attachments in it.
    Bundle,
    /// A file for each post, and the attachments where the generator keeps static files.
    Flat,
}

impl Files {
    /// Both with their names in files.
    pub const ALL: [(&'static str, Self); 2] = [("bundle", Self::Bundle), ("flat", Self::Flat)];
}

/// A field of the front matter, by what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title, plain.
    Title,
    /// When the report came out.
    Date,
    /// When it was corrected last.
    Updated,
    /// The opening sentences.
    Description,
    /// Who signs it.
    Author,
    /// The generator's layout or template.
    Layout,
    /// Address of the post on its site.
    Permalink,
    /// Address of the incident's page on the status site.
    Canonical,
    /// The incident's id.
    Incident,
    /// The severity's name.
    Severity,
    /// Names of the components.
    Components,
}

impl Field {
    /// Every field with its name in `[blog.keys]`.
    pub const ALL: [(&'static str, Self); 11] = [
        ("title", Self::Title),
        ("date", Self::Date),
        ("updated", Self::Updated),
        ("description", Self::Description),
        ("author", Self::Author),
        ("layout", Self::Layout),
        ("permalink", Self::Permalink),
        ("canonical", Self::Canonical),
        ("incident", Self::Incident),
        ("severity", Self::Severity),
        ("components", Self::Components),
    ];
}
