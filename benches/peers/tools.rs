//! Who is measured, and how each of them is started.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::corpus::peers::Generator;
use crate::corpus::workspace;

/// The folders of one size of corpus.
pub struct Corpus {
    pub count: usize,
    folder: PathBuf,
}

impl Corpus {
    /// Writes the corpus for this tool and for the generators that will run.
    pub fn write(scratch: &Path, count: usize, generators: &[Generator]) -> io::Result<Self> {
        let folder = scratch.join(count.to_string());
        workspace::write(&folder.join("incident"), count)?;
        for generator in generators {
            generator.write(&folder.join(generator.name()), count)?;
        }
        Ok(Self { count, folder })
    }

    pub fn workspace(&self) -> PathBuf {
        self.folder.join("incident")
    }

    fn of(&self, generator: Generator) -> PathBuf {
        self.folder.join(generator.name())
    }

    /// Where the run that is being measured writes.
    pub fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    /// Takes away what the last run wrote.
    pub fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.out()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// What takes part.
#[derive(Clone, PartialEq, Eq)]
pub enum Tool {
    /// This tool: the path of its executable.
    Incident(PathBuf),
    /// [`crate::bare`], run by this very program.
    Bare,
    Generator(Generator),
    /// `typos`, a spelling checker: reads both kinds of files.
    Typos,
    /// `taplo lint`, a TOML checker: reads the facts alone.
    Taplo,
}

impl Tool {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Incident(_) => "incident",
            Self::Bare => "bare libraries",
            Self::Generator(generator) => generator.name(),
            Self::Typos => "typos",
            Self::Taplo => "taplo",
        }
    }

    /// Its version, where it is installed; packages of npm where they are found from a folder.
    pub fn version(&self, from: &Path) -> Option<String> {
        let mut command = match self {
            Self::Incident(executable) => Command::new(executable),
            Self::Bare => return Some("this build".to_owned()),
            Self::Generator(Generator::Eleventy) => {
                let mut npx = Command::new("npx");
                npx.args(["--no-install", "@11ty/eleventy"]).current_dir(from);
                npx
            }
            other => Command::new(other.name()),
        };
        let is_hugo = matches!(self, Self::Generator(Generator::Hugo));
        command.arg(if is_hugo { "version" } else { "--version" }).stderr(Stdio::null());
        let shown = command.output().ok().filter(|output| output.status.success())?;
        let text = String::from_utf8_lossy(&shown.stdout);
        let version =
            |word: &&str| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
        text.split_whitespace().find(version).map(|word| word.trim_start_matches('v').to_owned())
    }

    /// Makes a whole site of the corpus; nothing for tools that make none.
    pub fn build(&self, corpus: &Corpus) -> Option<Command> {
        let out = corpus.out();
        Some(match self {
            Self::Incident(executable) => {
                let mut command = Command::new(executable);
                command.args(["render", "--to", "site", "--now", "2026-07-01", "--root"]);
                command.arg(corpus.workspace()).arg("--out").arg(out);
                command
            }
            Self::Bare => bare(&corpus.workspace(), Some(&out)),
            Self::Generator(generator) => {
                let mut command = generator_command(*generator, &out);
                command.current_dir(corpus.of(*generator));
                command
            }
            Self::Typos | Self::Taplo => return None,
        })
    }

    /// Reads all of the corpus and judges it; nothing for tools that do not.
    pub fn check(&self, corpus: &Corpus) -> Option<Command> {
        let workspace = corpus.workspace();
        Some(match self {
            Self::Incident(executable) => {
                let mut command = Command::new(executable);
                command.args(["check", "--now", "2026-07-01", "--root"]).arg(workspace);
                command
            }
            Self::Bare => bare(&workspace, None),
            Self::Typos => {
                let mut command = Command::new("typos");
                command.arg("--threads=2").arg("incidents").current_dir(workspace);
                command
            }
            Self::Taplo => {
                let mut command = Command::new("taplo");
                command.args(["lint", "incidents/**/*.toml"]).current_dir(workspace);
                command
            }
            Self::Generator(_) => return None,
        })
    }
}

fn bare(workspace: &Path, out: Option<&Path>) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap_or_default());
    command.arg("--bare").arg(workspace).args(out);
    command
}

fn generator_command(generator: Generator, out: &Path) -> Command {
    let (program, arguments): (_, &[&str]) = match generator {
        Generator::Hugo => ("hugo", &["--destination"]),
        Generator::Zola => ("zola", &["build", "--force", "--output-dir"]),
        Generator::Eleventy => ("npx", &["--no-install", "@11ty/eleventy", "--quiet", "--output"]),
        Generator::Jekyll => {
            ("jekyll", &["build", "--quiet", "--disable-disk-cache", "--destination"])
        }
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(out);
    command
}
