//! Tables in Markdown.

use std::time::Duration;

use crate::measure::Sample;

pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: impl IntoIterator<Item = String>) -> Self {
        Self { head: head.into_iter().collect(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub fn print(&self, title: &str) {
        println!("## {title}\n");
        println!("| {} |", self.head.join(" | "));
        println!("| --- |{}", " ---: |".repeat(self.head.len() - 1));
        for row in &self.rows {
            println!("| {} |", row.join(" | "));
        }
        println!();
    }
}

/// What is shown of a sample, where there is one.
pub fn cell(sample: Option<Sample>, shown: impl Fn(Sample) -> String) -> String {
    sample.map_or_else(|| "–".to_owned(), shown)
}

pub fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 0.1 { format!("{:.1} ms", seconds * 1000.0) } else { format!("{seconds:.2} s") }
}

pub fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes / 1024 / 1024)
}

pub fn ratio(of: Duration, to: Duration) -> String {
    format!("{:.1}×", of.as_secs_f64() / to.as_secs_f64())
}
