use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::source::Span;

/// A line of a TOML file that says something, or several where a value goes on, with the blank
/// lines and comments that go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// Names it within its block: a dotted key, or a header in brackets.
    pub(super) key: String,
    /// Blank lines and comments right above it.
    pub(super) lead: String,
    /// The statement with what else stands on its lines.
    pub(super) text: String,
    /// Its value as it is written; empty for a header.
    pub(super) value: String,
    /// Comments below it that a blank line parts from what comes next.
    pub(super) after: String,
}

/// A header and the statements under it; the first block of a file has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// What stands above the first header.
    Top,
    /// `[name]`, once in a file.
    Table(String),
    /// `[[name]]`, an item of a list, with the tables of its own that follow it.
    Item(String),
}

impl Block {
    pub(super) fn text(&self) -> String {
        self.statements
            .iter()
            .flat_map(|statement| [&statement.lead, &statement.text, &statement.after])
            .map(String::as_str)
            .collect()
    }

    pub(super) fn statement(&self, key: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.key == key)
    }

    /// What it says, without the blank lines around it.
    pub(super) fn content(&self) -> String {
        self.text().trim().to_owned()
    }
}

/// The blocks of a file; joined, their texts are the file. Nothing where two statements of a
/// block have the same name, which no reader of TOML takes.
pub(super) fn blocks(document: &str) -> Option<Vec<Block>> {
    let top = Statement {
        key: String::new(),
        lead: String::new(),
        text: String::new(),
        value: String::new(),
        after: String::new(),
    };
    let mut blocks = vec![Block { kind: BlockKind::Top, statements: vec![top] }];
    let mut between = String::new();
    let mut table = String::new();
    for line in lines(document) {
        let Some(name) = line.name else {
            between.push_str(line.text);
            continue;
        };
        let (after, lead) = parted(&between);
        let last = blocks.last_mut()?.statements.last_mut()?;
        last.after.push_str(after);
        let lead = lead.to_owned();
        between.clear();
        let statement = |key| Statement {
            key,
            lead,
            text: line.text.to_owned(),
            value: line.value.to_owned(),
            after: String::new(),
        };
        match name {
            Name::Key(key) => {
                let key = if table.is_empty() { key } else { format!("[{table}] {key}") };
                blocks.last_mut()?.statements.push(statement(key));
            }
            Name::Header(path, kind) if belongs(&path, &kind, blocks.last()?) => {
                blocks.last_mut()?.statements.push(statement(format!("[{path}]")));
                table = path;
            }
            Name::Header(path, kind) => {
                blocks.push(Block { kind, statements: vec![statement(format!("[{path}]"))] });
                table.clear();
            }
        }
    }
    blocks.last_mut()?.statements.last_mut()?.after.push_str(&between);
    blocks.iter().all(has_unique_names).then_some(blocks)
}

/// Whether a header opens a table within the item of a list above it.
fn belongs(path: &str, kind: &BlockKind, above: &Block) -> bool {
    let BlockKind::Item(item) = &above.kind else { return false };
    matches!(kind, BlockKind::Table(_))
        && path.strip_prefix(item.as_str()).is_some_and(|rest| rest.starts_with('.'))
}

fn has_unique_names(block: &Block) -> bool {
    let mut names: Vec<&str> = block.statements.iter().map(|s| s.key.as_str()).collect();
    tiny_sort::stable::sort(&mut names);
    names.windows(2).all(|pair| pair[0] != pair[1])
}

/// What stands between two statements: what goes with the one above, up to the last blank line,
/// and what goes with the one below.
fn parted(between: &str) -> (&str, &str) {
    let mut start_of_blank = None;
    let mut at = 0;
    let mut is_below_blank = false;
    for line in between.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if is_blank && !is_below_blank {
            start_of_blank = Some(at);
        }
        is_below_blank = is_blank;
        at += line.len();
    }
    between.split_at(start_of_blank.unwrap_or(0))
}

enum Name {
    Key(String),
    Header(String, BlockKind),
}

struct Line<'d> {
    text: &'d str,
    value: &'d str,
    /// Nothing for blank lines and comments.
    name: Option<Name>,
}

/// The lines of a document; a value that goes on over several is one with them.
fn lines(document: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut state = State::default();
    for token in Source::new(document).lex() {
        let span = token.span();
        let piece = document.get(span.start()..span.end()).unwrap_or_default();
        match token.kind() {
            TokenKind::Newline | TokenKind::Eof if state.depth == 0 => {
                let text = document.get(start..span.end()).unwrap_or_default();
                start = span.end();
                if !text.is_empty() {
                    lines.push(std::mem::take(&mut state).line(document, text));
                }
            }
            TokenKind::Eof => {
                let text = document.get(start..).unwrap_or_default();
                lines.push(std::mem::take(&mut state).line(document, text));
            }
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline => {}
            kind => {
                state.take(kind, piece);
                state.value.get_or_insert(Span::at(span.end())).end = span.end();
            }
        }
    }
    lines
}

/// What was seen of a line so far.
#[derive(Default)]
struct State {
    /// Brackets of the value that are open.
    depth: usize,
    brackets: usize,
    is_value: bool,
    /// From the equals sign to the last token.
    value: Option<Span>,
    path: String,
}

impl State {
    fn take(&mut self, kind: TokenKind, piece: &str) {
        let opens = matches!(kind, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket);
        let closes = matches!(kind, TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket);
        if self.is_value {
            self.depth = (self.depth + usize::from(opens)).saturating_sub(usize::from(closes));
        } else if kind == TokenKind::Equals {
            self.is_value = true;
            self.value = None;
        } else if opens {
            self.brackets += 1;
        } else if !closes {
            self.path.push_str(piece.trim_matches(['"', '\'']));
        }
    }

    fn line<'d>(self, document: &'d str, text: &'d str) -> Line<'d> {
        let value = self.value.filter(|_| self.is_value);
        let value = value.and_then(|span| document.get(span.range())).unwrap_or_default().trim();
        Line { text, value, name: self.name() }
    }

    fn name(self) -> Option<Name> {
        match (self.brackets, self.path.is_empty()) {
            (0, true) => None,
            (0, false) => Some(Name::Key(self.path)),
            (1, _) => Some(Name::Header(self.path.clone(), BlockKind::Table(self.path))),
            (_, _) => Some(Name::Header(self.path.clone(), BlockKind::Item(self.path))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, blocks};

    const FACTS: &str = "\
# head

#:schema x
title = \"A\" # one
components = [
  \"a\", # [b]

  \"c\",
]

[counts]
\"host nodes\" = 17
# below

# Now the story.
[[timeline]]
at.about = true
text = \"\"\"
[[no]]
x = 1
\"\"\"

[timeline.more]
x = 1

[[timeline]]
text = 'b'

# end
";

    #[test]
    fn joined_they_are_the_file() {
        for text in [FACTS, "", "\n", "a = 1", "# x", "[[a]]\r\nb = 1\r\n\r\n"] {
            let joined: String = blocks(text).unwrap().iter().map(super::Block::text).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn each_statement_has_a_name_and_its_comments() {
        let blocks = blocks(FACTS).unwrap();
        let kinds: Vec<_> = blocks.iter().map(|block| block.kind.clone()).collect();
        let item = BlockKind::Item("timeline".to_owned());
        assert_eq!(
            kinds,
            [BlockKind::Top, BlockKind::Table("counts".to_owned()), item.clone(), item]
        );
        let keys = |index: usize| -> Vec<&str> {
            blocks[index].statements.iter().map(|statement| statement.key.as_str()).collect()
        };
        assert_eq!(keys(0), ["", "title", "components"]);
        assert_eq!(
            keys(2),
            ["[timeline]", "at.about", "text", "[timeline.more]", "[timeline.more] x"]
        );
        assert_eq!(blocks[0].statements[1].value, "\"A\"");
        assert!(blocks[0].statements[2].value.ends_with("\"c\",\n]"));
        assert_eq!(blocks[3].statements[1].value, "'b'");
        assert_eq!(blocks[0].statements[0].after, "# head\n");
        assert_eq!(blocks[0].statements[1].lead, "\n#:schema x\n");
        assert_eq!(blocks[1].statements[1].after, "# below\n");
        assert_eq!(blocks[2].statements[0].lead, "\n# Now the story.\n");
        assert_eq!(blocks[3].statements[1].after, "\n# end\n");
    }

    #[test]
    fn the_same_name_twice_is_nothing_to_merge() {
        assert!(blocks("a = 1\na = 2\n").is_none());
    }
}
