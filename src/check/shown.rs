use super::exposure::Exposure;
use super::field_outlines::FieldOutlines;
use super::subject::Place;
use crate::source::{
    Outline, Span, Step, comments_within, has_invisible, is_inline, is_invisible, visible_texts,
};

/// Texts as readers see them, where that is not how they are written: `db\_1`, `10&#46;0.0.1`,
/// `**Jane** Doe`. Blocks that read as they are written are left out.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The blocks, each with a NUL behind it.
    text: String,
    pieces: Vec<Piece>,
    /// Whether markup parts a word somewhere: else only words that go together are parted.
    parts_words: bool,
}

/// Shown bytes that come from one place of the whole exposure.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// The first of them.
    start: usize,
    source: Span,
    /// Whether they are the same bytes; an entity, for example, is not.
    is_direct: bool,
}

impl Shown {
    /// What of an exposure is shown otherwise; `report` is the report, with its outline.
    pub(super) fn of(
        exposure: &Exposure,
        report: (&str, &Outline),
        outlines: &FieldOutlines,
    ) -> Self {
        let mut shown = Self::default();
        let mut sections = Vec::new();
        for (start, place, text) in exposure.texts() {
            match place {
                Place::Report(at) => sections.push((Span::new(at, at + text.len()), start)),
                Place::Field(field) => {
                    let whole = [(Span::new(0, text.len()), start)];
                    let outline = outlines.get_or_parse(field, text);
                    Reader::new(&mut shown, text, &whole).read(&outline);
                }
            }
        }
        tiny_sort::stable::sort(&mut sections);
        let (text, outline) = report;
        Reader::new(&mut shown, text, &sections).read(outline);
        shown
    }

    /// All of it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Those in which one word can be another than the one that is written.
    pub(super) fn parted_words(&self) -> &str {
        if self.parts_words { &self.text } else { "" }
    }

    /// Where shown words stand in the whole exposure.
    pub(super) fn source(&self, span: Span) -> Option<Span> {
        let (first, last) = (self.piece_at(span.start)?, self.piece_at(span.end.checked_sub(1)?)?);
        let start = match first.is_direct {
            true => first.source.start + (span.start - first.start),
            false => first.source.start,
        };
        let end = match last.is_direct {
            true => last.source.start + (span.end - last.start),
            false => last.source.end,
        };
        (start < end).then(|| Span::new(start, end))
    }

    /// Adds what readers see of words that stand at `source`, as they are or as something else.
    fn put(&mut self, words: &str, source: Span, is_direct: bool) {
        if !has_invisible(words) {
            self.push(words, 0, source, is_direct);
            return;
        }
        for seen in words.split(is_invisible) {
            let before = seen.as_ptr().addr() - words.as_ptr().addr();
            self.push(seen, before, source, is_direct);
        }
    }

    /// Adds words that are seen, which begin `before` bytes behind the start of a text at `source`.
    fn push(&mut self, seen: &str, before: usize, source: Span, is_direct: bool) {
        if seen.is_empty() {
            return;
        }
        let at = source.start + before;
        let source = if is_direct { Span::new(at, at + seen.len()) } else { source };
        self.pieces.push(Piece { start: self.text.len(), source, is_direct });
        self.text.push_str(seen);
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let behind = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces.get(behind.checked_sub(1)?)
    }
}

/// Reads a Markdown text block by block.
struct Reader<'r> {
    shown: &'r mut Shown,
    text: &'r str,
    /// Its parts that are in the exposure, in order, with where they begin there.
    parts: &'r [(Span, usize)],
    /// What the open block shows, with its places in the text; nothing for what stands there.
    block: Vec<(Option<&'r str>, Span)>,
    /// Where what is shown so far ends, unless a line ends there.
    end: Option<usize>,
    /// Whether code ends there.
    is_behind_code: bool,
    /// Whether the block reads otherwise than it is written.
    differs: bool,
    /// Whether words in it do.
    parts_words: bool,
}

impl<'r> Reader<'r> {
    fn new(shown: &'r mut Shown, text: &'r str, parts: &'r [(Span, usize)]) -> Self {
        let (block, end) = (Vec::new(), None);
        let (is_behind_code, differs, parts_words) = (false, false, false);
        Self { shown, text, parts, block, end, is_behind_code, differs, parts_words }
    }

    fn read(mut self, outline: &'r Outline) {
        for (step, span) in outline.steps.iter().flat_map(|steps| steps.iter()) {
            match step {
                Step::Source => self.words(None, span),
                Step::Text(words) => {
                    (self.differs, self.parts_words) = (true, true);
                    self.words(Some(words), span);
                }
                Step::Code(code) => self.code(code, span),
                Step::SoftBreak => self.end_line(" ", span),
                Step::HardBreak => self.end_line("\n", span),
                Step::Start(tag) | Step::End(tag) if !is_inline(*tag) => self.close(),
                // These are parts of words to who reads the source.
                Step::Start(_) if self.slice(span).starts_with(['_', '~']) => {
                    (self.differs, self.parts_words) = (true, true);
                }
                Step::Start(_) | Step::End(_) => {}
            }
        }
        self.close();
        for link in &outline.references {
            self.beside(link.destination.trim_start_matches("mailto:"), link.span);
            self.beside(&link.title, link.span);
        }
        outline.info_strings.iter().for_each(|info| self.beside(&info.label, info.span));
        outline.html.iter().for_each(|html| self.html(*html));
    }

    fn words(&mut self, words: Option<&'r str>, span: Span) {
        self.begin_line(span);
        let is_parted = self.end.is_some_and(|end| end != span.start);
        if is_parted || self.is_behind_code {
            // A mark alone ends a sentence.
            let mut characters = words.unwrap_or_else(|| self.slice(span)).chars().take(2);
            let goes_on = characters.clone().count() > 1 && !characters.any(char::is_whitespace);
            self.part(is_parted, goes_on);
        }
        if has_invisible(words.unwrap_or_else(|| self.slice(span))) {
            (self.differs, self.parts_words) = (true, true);
        }
        self.block.push((words, span));
        (self.end, self.is_behind_code) = (Some(span.end), false);
    }

    fn code(&mut self, code: &'r str, span: Span) {
        self.begin_line(span);
        if self.end.is_some() {
            self.part(false, true);
        }
        let own = self
            .slice(span)
            .find(code)
            .map_or(span, |at| Span::new(span.start + at, span.start + at + code.len()));
        self.block.push((Some(code), own));
        (self.end, self.is_behind_code) = (Some(span.end), true);
    }

    /// Notes the mark of a quote before what comes next, if a line began there.
    fn begin_line(&mut self, span: Span) {
        if let (None, Some((_, before))) = (self.end, self.block.last()) {
            let between = self.slice(Span::new(before.end, span.start));
            self.differs |= between.contains(|c: char| !c.is_whitespace());
        }
    }

    /// Notes that markup stands before what comes next: between words, or within one that goes on.
    fn part(&mut self, is_parted: bool, goes_on: bool) {
        let before = self
            .block
            .last()
            .map_or("", |(words, span)| words.unwrap_or_else(|| self.slice(*span)));
        let is_open = before.ends_with(|c: char| c.is_alphanumeric() || "._-@/:+".contains(c));
        let is_within = is_open && goes_on;
        self.differs |= is_parted || is_within;
        self.parts_words |= is_within;
    }

    fn end_line(&mut self, mark: &'r str, span: Span) {
        self.differs |= self.slice(span).contains('\\');
        self.block.push((Some(mark), span));
        (self.end, self.is_behind_code) = (None, false);
    }

    /// Where a link leads, what its title is or what code is called, if that stands nowhere as it
    /// is.
    fn beside(&mut self, words: &'r str, span: Span) {
        if !self.slice(span).contains(words) && !self.text.contains(words) {
            (self.differs, self.parts_words) = (true, true);
            self.block.push((Some(words), span));
            self.close();
        }
    }

    /// What the sanitiser leaves of raw HTML, if that stands nowhere as it is.
    fn html(&mut self, span: Span) {
        let html = self.slice(span);
        // A tag without a value shows nothing by itself.
        if !html.contains('=') && html.matches('<').take(2).count() < 2 {
            return;
        }
        let Some((part, base)) = self.part_at(span.start) else { return };
        let mut written = html.to_owned();
        for comment in comments_within(html, Span::new(0, html.len())) {
            written.replace_range(comment.range(), &"\0".repeat(comment.end - comment.start));
        }
        for text in visible_texts(html).iter().filter(|text| !written.contains(text.as_str())) {
            for (word, place, is_direct) in aligned(text, &written) {
                self.shown.put(word, place.shifted(span.start + base - part.start), is_direct);
            }
            self.shown.text.push('\0');
            self.shown.parts_words = true;
        }
    }

    fn slice(&self, span: Span) -> &'r str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Ends the block that is open, and keeps it where it differs and readers see it.
    fn close(&mut self) {
        let first = self.block.first().map_or(0, |(_, span)| span.start);
        if self.differs
            && let Some((part, base)) = self.part_at(first)
        {
            for (words, span) in &self.block {
                let words = words.unwrap_or_else(|| self.slice(*span));
                let source = Span::new(span.start - part.start, span.end - part.start);
                self.shown.put(words, source.shifted(base), words.len() == span.end - span.start);
            }
            self.shown.text.push('\0');
            self.shown.parts_words |= self.parts_words;
        }
        self.block.clear();
        (self.end, self.is_behind_code) = (None, false);
        (self.differs, self.parts_words) = (false, false);
    }

    fn part_at(&self, offset: usize) -> Option<(Span, usize)> {
        let behind = self.parts.partition_point(|(part, _)| part.start <= offset);
        let found = self.parts.get(behind.checked_sub(1)?)?;
        (offset < found.0.end).then_some(*found)
    }
}

/// The words of a text, each with its place in the source if it stands there, and else with that
/// between the words around it.
fn aligned<'t>(text: &'t str, source: &str) -> Vec<(&'t str, Span, bool)> {
    let mut words: Vec<(&str, Span, bool)> = Vec::new();
    let (mut from, mut behind) = (0, 0);
    for word in text.split_inclusive(char::is_whitespace) {
        let Some(at) = source[from..].find(word).map(|at| from + at) else {
            words.push((word, Span::new(from, source.trim_end().len()), false));
            continue;
        };
        let open = words[behind..].iter_mut().filter(|(_, place, _)| place.start < at);
        open.for_each(|(_, place, _)| place.end = at);
        words.push((word, Span::new(at, at + word.len()), true));
        (from, behind) = (at + word.len(), words.len());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::check::exposure::Exposure;
    use crate::check::field_outlines::FieldOutlines;
    use crate::check::sample_tests::with_subject;
    use crate::check::subject::Subject;
    use crate::source::Span;
    use proptest::prelude::*;

    fn shown_of(subject: &Subject<'_>, exposure: &Exposure) -> Shown {
        let outlines = FieldOutlines::of(&subject.incident.facts);
        Shown::of(exposure, (&subject.report_file().parsable(), subject.outline), &outlines)
    }

    /// What is shown otherwise of a report's summary, with what stands there for each.
    fn shown(summary: &str, words: &str) -> Option<(String, String)> {
        let facts = "title = \"a\"\nstate = \"published\"\n";
        let mut found = None;
        with_subject(facts, &format!("## Summary\n\n{summary}\n"), |subject| {
            let exposure = Exposure::of(subject);
            let shown = shown_of(subject, &exposure);
            found = shown.text().find(words).and_then(|at| {
                let place = shown.source(Span::new(at, at + words.len()))?;
                let written = exposure.all().get(place.range())?.to_owned();
                Some((shown.text().trim_end_matches('\0').to_owned(), written))
            });
        });
        found
    }

    #[test]
    fn words_are_in_one_piece_and_known_by_their_source() {
        for (summary, words, written) in [
            (r"At db\_1\.prod.", "db_1.prod", r"db\_1\.prod"),
            ("At 10&#46;0.0.1.", "10.0.0.1", "10&#46;0.0.1"),
            ("By **Jane** Doe.", "Jane Doe", "Jane** Doe"),
            ("At `db`.prod now", "db.prod", "db`.prod"),
            ("At *db*.prod", "db.prod", "db*.prod"),
            ("At db-<b>1</b>.prod", "db-1.prod", "db-<b>1</b>.prod"),
            ("| a |\n| - |\n| db\\_1 |", "db_1", r"db\_1"),
            (r"[a](http://db\_1/)", "db_1", r"[a](http://db\_1/)"),
            ("[a]\n\n[a]: http://&#100;b/", "http://db/", "[a]"),
            ("> By Jane\n> Doe.", "Jane Doe", "Jane\n> Doe"),
            (r#"[a](b "db\-1")"#, "db-1", r#"[a](b "db\-1")"#),
            (r#"![a](b "db&#45;1")"#, "db-1", r#"![a](b "db&#45;1")"#),
            ("By Jane\\\nDoe.", "Jane\nDoe", "Jane\\\nDoe"),
            ("At _db.prod_ now", "At db.prod now", "At _db.prod_ now"),
            ("At ~~db.prod~~ now", "At db.prod now", "At ~~db.prod~~ now"),
            ("At d\u{ad}b.p\u{200b}rod", "db.prod", "d\u{ad}b.p\u{200b}rod"),
            ("At d&shy;b", "db", "d&shy;b"),
            ("```text d&#98;.prod\na\n```", "db.prod", "```text d&#98;.prod\na\n```"),
            ("<p>At <b>db</b>.prod, a</p>", "db.prod", "<b>db</b>.prod, "),
            ("<p>d<!-- db.prod -->b.prod</p>", "db.prod", "<p>d<!-- db.prod -->b.prod</p>"),
            ("<p title=\"d&#98;\">a</p>", "db", "<p title=\"d&#98;\">a</p>"),
            ("<p>d&#98; d</p>", "db", "<p>"),
            ("At <b title='d&#98;'>a</b>", "db", "<b title='d&#98;'>"),
            ("<p>By Jane <i>Doe</i></p>", "Jane Doe", "Jane <i>Doe"),
        ] {
            let found = shown(summary, words);
            assert_eq!(found.map(|(_, source)| source).as_deref(), Some(written), "{summary}");
        }
    }

    #[test]
    fn texts_in_the_facts_are_read_whatever_their_markup_is() {
        for (text, words) in [
            (r"at db\_1", "db_1"),
            ("at 10.0.**0**.7", "10.0.0.7"),
            ("at *db*.prod", "db.prod"),
            ("at db&shy;.prod", "db.prod"),
            ("at db\u{2060}.prod", "db.prod"),
            ("> By Jane\n> Doe", "Jane Doe"),
        ] {
            let public = "audience = \"public\"\n";
            for field in [
                format!(
                    "[[update]]\nat = 2026-01-01\nstatus = \"monitoring\"\ntext = '''{text}'''"
                ),
                format!("[[timeline]]\nat = 2026-01-01\n{public}text = '''{text}'''"),
                format!(
                    "[[timeline]]\nat = 2026-01-01\n{public}text = 'b'\nwording = '''{text}'''"
                ),
                format!("[[action]]\nid = \"a\"\n{public}title = '''{text}'''"),
            ] {
                with_subject(&format!("title = \"a\"\n{field}\n"), "", |subject| {
                    let exposure = Exposure::of(subject);
                    let shown = shown_of(subject, &exposure);
                    assert!(shown.text().contains(words), "{field} {shown:?}");
                });
            }
        }
    }

    #[test]
    fn what_reads_as_it_is_written_is_left_out() {
        for summary in [
            "Jane\nDoe",
            "At `db.prod`.",
            "- db\n- prod",
            "[http://db/](http://db/)",
            "<p>db</p>",
            "```text db\na\n```",
        ] {
            assert_eq!(shown(summary, "db"), None, "{summary}");
        }
    }

    proptest! {
        #[test]
        fn every_shown_byte_comes_from_somewhere(summary in "[ab&*_`~<>\\\\\\[\\]():|#\n é;.-]{0,40}") {
            let facts = "title = \"a\"\nstate = \"published\"\n";
            with_subject(facts, &format!("## Summary\n\n{summary}\n"), |subject| {
                let exposure = Exposure::of(subject);
                let shown = shown_of(subject, &exposure);
                for (at, character) in shown.text().char_indices().filter(|(_, c)| *c != '\0') {
                    let place = shown.source(Span::new(at, at + character.len_utf8()));
                    let place = place.expect("a place");
                    assert!(exposure.all().get(place.range()).is_some(), "{summary:?} {place:?}");
                }
            });
        }
    }
}
