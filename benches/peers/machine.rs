//! What was measured, on what.

use std::path::Path;
use std::process::Command;
use std::{fs, io, thread};

use crate::tools::Tool;

pub fn describe(incident: &Path, tools: &[(Tool, String)]) -> io::Result<()> {
    let model = field("/proc/cpuinfo", "model name");
    let memory = field("/proc/meminfo", "MemTotal").and_then(|text| {
        let kib: u64 = text.split_whitespace().next()?.parse().ok()?;
        Some(format!("{} GiB", kib / 1024 / 1024))
    });
    let threads = thread::available_parallelism()?;
    println!("- Date: {}", chrono::Local::now().format("%-d %B %Y, %H:%M"));
    println!(
        "- Machine: {}, {threads} threads, {} of memory, load {} when it began",
        model.unwrap_or_else(|| "unknown processor".to_owned()),
        memory.unwrap_or_else(|| "unknown amount".to_owned()),
        load(),
    );
    println!("- Commit: {}", commit().unwrap_or_else(|| "unknown".to_owned()));
    let mebibytes = fs::metadata(incident)?.len() as f64 / 1024.0 / 1024.0;
    println!("- Executable: {mebibytes:.1} MiB");
    let named: Vec<String> =
        tools.iter().map(|(tool, version)| format!("{} {version}", tool.name())).collect();
    println!("- Tools: {}\n", named.join(", "));
    Ok(())
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The load of the last minute: above 0.5 the machine was busy with something else.
fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

fn commit() -> Option<String> {
    let shown = Command::new("git").args(["describe", "--always", "--dirty"]).output().ok()?;
    Some(String::from_utf8(shown.stdout).ok()?.trim().to_owned())
}
