//! How inline content is told from the text around it.

/// How one kind of inline content is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'a> {
    /// By signs before and after it, which take columns; may be empty.
    Signs(&'a str, &'a str),
    /// By one or more ANSI styling sequences (`ESC [ … m`) before it, and a reset after it.
    Ansi(&'a str),
}

/// How headings and inline content are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style<'a> {
    /// The text of a heading; levels 1 and 2 are underlined besides.
    pub heading: Mark<'a>,
    /// Strong emphasis.
    pub strong: Mark<'a>,
    /// Emphasis.
    pub emphasis: Mark<'a>,
    /// Code in a line and, if the mark is ANSI, code blocks.
    pub code: Mark<'a>,
    /// Text that was struck through.
    pub strikethrough: Mark<'a>,
    /// The text of a link.
    pub link: Mark<'a>,
}

impl Style<'static> {
    /// Signs as people type them in mail: `*strong*`, `_emphasis_`, `` `code` ``, `~struck~`.
    pub const PLAIN: Self = Self {
        heading: Mark::Signs("", ""),
        strong: Mark::Signs("*", "*"),
        emphasis: Mark::Signs("_", "_"),
        code: Mark::Signs("`", "`"),
        strikethrough: Mark::Signs("~", "~"),
        link: Mark::Signs("", ""),
    };

    /// Colours of a terminal.
    pub const TERMINAL: Self = Self {
        heading: Mark::Ansi("\u{1b}[1m"),
        strong: Mark::Ansi("\u{1b}[1m"),
        emphasis: Mark::Ansi("\u{1b}[3m"),
        code: Mark::Ansi("\u{1b}[36m"),
        strikethrough: Mark::Ansi("\u{1b}[9m"),
        link: Mark::Ansi("\u{1b}[4m"),
    };
}

/// What a mark is for. The order is that in which marks are opened again after a reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Strong,
    Emphasis,
    Strikethrough,
    Link,
    Code,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Heading, Self::Strong, Self::Emphasis, Self::Strikethrough, Self::Link, Self::Code];
}

impl<'a> Style<'a> {
    pub(super) fn mark(&self, kind: Kind) -> Mark<'a> {
        match kind {
            Kind::Heading => self.heading,
            Kind::Strong => self.strong,
            Kind::Emphasis => self.emphasis,
            Kind::Strikethrough => self.strikethrough,
            Kind::Link => self.link,
            Kind::Code => self.code,
        }
    }
}
