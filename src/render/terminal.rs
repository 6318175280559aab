//! A view as a report that is read in a terminal.

use unicode_width::UnicodeWidthStr as _;

use super::prose::{Facts, chapters};
use super::text::{LinkStyle, Links, Style, TextOptions, render, render_inline, table, wrap};
use crate::source::clean;
use crate::view::{Action, Entry, Time, Update, View, Window};

/// Columns that prose is set in, however wide the terminal is.
const MEASURE: usize = 88;

/// Columns of the labels of facts, the longest of which have nine letters. It is the same whichever
/// there are: in a difference, a new fact moves none of the others.
const LABELS: usize = 11;

/// The whole view: what is known, the report, the timeline, the windows, the updates, the
/// measures. `width` is the terminal's, in columns; `color` allows ANSI sequences.
#[must_use]
pub fn incident(view: &View, width: usize, color: bool) -> String {
    let page = Page {
        view,
        width: width.clamp(20, MEASURE),
        style: if color { Style::TERMINAL } else { Style::PLAIN },
        color,
    };
    let mut links = Links::new();
    let mut blocks = page.head();
    blocks.extend(page.body(&mut links));
    if !links.is_empty() {
        blocks.push(format!("{}\n{}", page.heading("Links"), links.render()));
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks.join("\n\n") + "\n"
}

struct Page<'p> {
    view: &'p View,
    width: usize,
    style: Style<'static>,
    color: bool,
}

impl Page<'_> {
    fn options(&self) -> TextOptions<'static> {
        TextOptions { width: self.width, links: LinkStyle::Footnotes, style: self.style }
    }

    fn ansi(&self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn heading(&self, text: &str) -> String {
        let text = clean(text);
        let rule = "\u{2500}".repeat(text.width().min(self.width));
        format!("{}\n{}", self.ansi("1", &text), self.ansi("2", &rule))
    }

    fn head(&self) -> Vec<String> {
        let view = self.view;
        let title = wrap(&view.title, self.width, "", "");
        let mark = match view.status {
            "resolved" | "completed" => "32",
            _ => "31",
        };
        let mut state = vec![self.ansi(mark, &view.status.replace('_', " "))];
        state.push(view.state.to_owned());
        state.extend(view.severity.as_ref().map(|severity| severity.name.clone()));
        state.push(self.ansi("2", &view.id));
        let title: Vec<String> = title.lines().map(|line| self.ansi("1", line)).collect();
        vec![
            format!("{}\n{}", title.join("\n"), wrap(&state.join(" · "), self.width, "", "")),
            self.facts(),
        ]
    }

    /// What is known, a line a fact, aligned.
    fn facts(&self) -> String {
        let view = self.view;
        let mut rows: Vec<(&str, String)> = Vec::new();
        let mut add = |name, value: Option<String>| rows.extend(value.map(|value| (name, value)));
        let time = |time: &Option<Time>| {
            time.as_ref().filter(|time| time.precision != "unknown").map(with_utc)
        };
        let components: Vec<&str> = view.components.iter().map(|c| c.name.as_str()).collect();
        add("Affected", (!components.is_empty()).then(|| components.join(", ")));
        add("Scheduled", time(&view.scheduled_start));
        add("until", time(&view.scheduled_end));
        add("Started", time(&view.started));
        add("Detected", time(&view.detected));
        add("Mitigated", time(&view.mitigated));
        add("Resolved", time(&view.resolved));
        add("Duration", view.duration.as_ref().map(|duration| duration.text.clone()));
        add("Detection", view.time_to_detect.as_ref().map(|time| format!("after {}", time.text)));
        add("Data loss", view.data_loss.map(str::to_owned));
        add("Published", time(&view.published));
        add("By", view.byline.clone());
        if let Some(internal) = &view.internal {
            let roles: Vec<String> = internal
                .roles
                .iter()
                .filter(|(_, name)| !name.is_empty())
                .map(|(role, name)| format!("{name} ({role})"))
                .collect();
            add("People", (!roles.is_empty()).then(|| roles.join(", ")));
            add("Tags", (!internal.tags.is_empty()).then(|| internal.tags.join(", ")));
        }
        let lines: Vec<String> = rows
            .iter()
            .map(|(name, value)| {
                let label = format!("{name:<LABELS$}");
                let indent = " ".repeat(LABELS.min(self.width / 3));
                wrap(value, self.width, &self.ansi("2", &label), &indent)
            })
            .collect();
        lines.join("\n")
    }

    /// The author's sections, joined by what the facts add to them, and what came after.
    fn body(&self, links: &mut Links) -> Vec<String> {
        let mut blocks = Vec::new();
        for chapter in chapters(self.view) {
            let mut parts = vec![render(chapter.prose, &self.options(), links)];
            parts.extend(match chapter.facts {
                Some(Facts::Timeline) => self.timeline(links),
                Some(Facts::Windows) => self.windows(),
                Some(Facts::Measures) => self.actions(),
                None => None,
            });
            parts.retain(|part| !part.trim().is_empty());
            let section =
                self.view.sections.iter().find(|section| section.heading == chapter.heading);
            let mark = section.map_or("", |section| self.mark(section.audience));
            let heading = self.heading(&format!("{}{mark}", chapter.heading));
            if parts.is_empty() {
                parts.push(self.ansi("2", "(nothing yet)"));
            }
            blocks.push(format!("{heading}\n{}", parts.join("\n\n")));
        }
        blocks.extend(self.corrections(links));
        blocks.extend(self.updates(links));
        blocks.extend(self.sources());
        blocks
    }

    /// Told of what not everybody sees, in a view that shows more than the public one.
    fn mark(&self, audience: &str) -> &'static str {
        match audience {
            "customers" => " (customers)",
            "internal" => " (internal)",
            _ => "",
        }
    }

    fn sources(&self) -> Option<String> {
        let lines: Vec<String> = self
            .view
            .links
            .iter()
            .map(|link| match &link.url {
                Some(url) => wrap(&format!("{} <{url}>", link.title), self.width, "- ", "  "),
                None => wrap(&link.title, self.width, "- ", "  "),
            })
            .collect();
        let heading = self.heading("Sources");
        (!lines.is_empty()).then(|| format!("{heading}\n{}", lines.join("\n")))
    }

    fn windows(&self) -> Option<String> {
        let windows = &self.view.windows;
        if windows.is_empty() {
            return None;
        }
        let header = ["Affected", "How", "From", "To", "Duration"].map(str::to_owned);
        let rows: Vec<Vec<String>> = windows.iter().map(window_row).collect();
        Some(table(&header, &rows, &[], self.width))
    }

    /// Entries under a line for each day.
    fn timeline(&self, links: &mut Links) -> Option<String> {
        let mut lines = Vec::new();
        let mut day = "";
        let column = self.clock_column();
        for entry in &self.view.timeline {
            if entry.at.date != day && !entry.at.date.is_empty() {
                day = &entry.at.date;
                if !lines.is_empty() {
                    lines.push(String::new());
                }
                lines.push(self.ansi("2", day));
            }
            lines.push(self.entry(entry, column, links));
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    fn entry(&self, entry: &Entry, column: usize, links: &mut Links) -> String {
        let text = render_inline(&entry.markdown, &self.options(), links);
        let text = format!("{text}{}", self.mark(entry.audience));
        let clock = &entry.at.clock;
        let margin = " ".repeat(column);
        if clock.width() + 2 > column {
            let text = wrap(&text, self.width, &margin, &margin);
            return format!("{}\n{text}", self.ansi("36", clock));
        }
        let fill = column - clock.width();
        let clock = format!("{clock}{}", " ".repeat(fill));
        wrap(&text, self.width, &self.ansi("36", &clock), &margin)
    }

    /// Columns of the times: as many as the widest of the short ones needs.
    fn clock_column(&self) -> usize {
        let widths = self.view.timeline.iter().map(|entry| entry.at.clock.width());
        widths.filter(|width| *width <= 12).max().unwrap_or(5) + 2
    }

    fn actions(&self) -> Option<String> {
        let lines: Vec<String> =
            self.view.actions.iter().map(|action| self.action(action)).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    fn action(&self, action: &Action) -> String {
        let sign = match action.status {
            "done" => "[x] ",
            "dropped" => "[-] ",
            _ => "[ ] ",
        };
        let mut notes = Vec::new();
        notes.extend(action.owner.clone());
        notes.extend(
            action.due.as_ref().filter(|_| action.status == "open").map(|due| format!("due {due}")),
        );
        notes.extend(action.done.as_ref().map(|done| format!("done {done}")));
        let notes =
            if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        let mark = self.mark(action.audience);
        wrap(&format!("{}{notes}{mark}", action.title), self.width, sign, "    ")
    }

    fn updates(&self, links: &mut Links) -> Option<String> {
        let updates: Vec<String> =
            self.view.updates.iter().rev().map(|update| self.update(update, links)).collect();
        let heading = self.heading("Updates, newest first");
        (!updates.is_empty()).then(|| format!("{heading}\n{}", updates.join("\n\n")))
    }

    fn update(&self, update: &Update, links: &mut Links) -> String {
        let status = update.status.replace('_', " ");
        let mark = self.mark(update.audience);
        let head = format!("{} · {}{mark}", self.ansi("1", &status), update.at.text);
        let title = update.title.as_ref().map(|title| format!("\n{}", self.ansi("1", title)));
        let text = render(&update.markdown, &self.options(), links);
        format!("{}{}\n{text}", wrap(&head, self.width, "", ""), title.unwrap_or_default())
    }

    fn corrections(&self, links: &mut Links) -> Option<String> {
        let corrections: Vec<String> = self
            .view
            .corrections
            .iter()
            .map(|correction| {
                let text = render(&correction.markdown, &self.options(), links);
                format!("{}\n{text}", correction.at.text)
            })
            .collect();
        let heading = self.heading("Corrections");
        (!corrections.is_empty()).then(|| format!("{heading}\n{}", corrections.join("\n\n")))
    }
}

fn with_utc(time: &Time) -> String {
    if time.utc.is_empty() { time.text.clone() } else { format!("{}, {}", time.text, time.utc) }
}

fn window_row(window: &Window) -> Vec<String> {
    let end = window.end.as_ref();
    let same_day = end.is_some_and(|end| end.date == window.start.date);
    let short = |time: &Time| {
        if time.clock.is_empty() { time.date.clone() } else { time.clock.clone() }
    };
    let long = |time: &Time| format!("{} {}", time.date, time.clock).trim().to_owned();
    let shown = |time: &Time| if same_day { short(time) } else { long(time) };
    vec![
        window.resource.clone().unwrap_or_else(|| window.component_name.clone()),
        window.status.replace('_', " "),
        shown(&window.start),
        end.map_or_else(|| "still going on".to_owned(), shown),
        window.duration.as_ref().map(|duration| duration.short.clone()).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use crate::render::tests::{config, view};
    use crate::view::Audience;

    #[test]
    fn a_time_that_is_wider_than_its_column_stands_apart_from_the_text() {
        let facts = "title = \"Down\"\nstarted = 2024-05-01T20:00:00Z\n\
                     [[timeline]]\nat = 2024-05-01T20:05:00Z\ntext = \"An alarm rang\"\n\
                     [[timeline]]\nat = { after = 2024-05-01T20:10:00Z, before = 2024-05-01T20:19:00Z }\n\
                     text = \"A look at the logs\"\n";
        let view = view(facts, "## Timeline\n", Audience::Internal, &config(""));
        let shown = super::incident(&view, 80, false);
        assert!(shown.contains("\n20:05  An alarm rang (internal)\n"), "{shown}");
        assert!(
            shown.contains("\nbetween 20:10 and 20:19\n       A look at the logs (internal)\n"),
            "{shown}"
        );
    }
}
