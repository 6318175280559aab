//! Which arguments are texts: clap takes whatever begins with "-" for a flag.

use std::ffi::OsString;

use super::error::given_back;

/// An argument as it is meant.
enum Meant<'c> {
    /// A command's name, or a flag without a value.
    Known,
    /// Looks like a flag, and is none.
    Unknown,
    /// A flag with its value; nothing where that is missing.
    Valued { flag: &'c clap::Arg, value: Option<String>, is_apart: bool },
    /// A word of a text, or another positional argument.
    Word,
    /// A text that begins with "-": no flag has a space or a line break in it.
    Text,
    /// "--"
    Escape,
}

/// The arguments, from the program's name on, with texts that begin with "-" where clap takes them
/// for texts: behind "--", in the order in which they were.
pub(super) fn with_texts_apart(
    root: impl FnOnce() -> clap::Command,
    arguments: impl Iterator<Item = OsString>,
) -> Vec<OsString> {
    let given: Vec<OsString> = arguments.collect();
    let may_be_text = |text: &str| text.starts_with('-') && text.contains(char::is_whitespace);
    let texts: Option<Vec<String>> =
        given.iter().map(|argument| argument.to_str().map(str::to_owned)).collect();
    match texts {
        Some(texts) if texts.iter().any(|text| may_be_text(text)) => {
            let mut texts = texts.into_iter();
            let program = texts.next();
            program.into_iter().chain(apart(&root(), texts)).map(OsString::from).collect()
        }
        _ => given,
    }
}

fn apart(root: &clap::Command, arguments: impl Iterator<Item = String>) -> Vec<String> {
    let (mut first, mut behind) = (Vec::new(), Vec::new());
    for (argument, meant) in read(root, arguments).0 {
        let has_text = !behind.is_empty();
        match meant {
            Meant::Valued { flag, value: Some(value), is_apart: true } => {
                if takes_text(flag) && value.starts_with('-') {
                    first.push(format!("{argument}={value}"));
                } else {
                    first.extend([argument, value]);
                }
            }
            Meant::Text => behind.push(argument),
            Meant::Word if has_text => behind.push(argument),
            Meant::Escape if has_text => {}
            _ => first.push(argument),
        }
    }
    if !behind.is_empty() {
        first.push("--".to_owned());
    }
    first.extend(behind);
    first
}

/// What was typed to a command that takes a text, whose arguments cannot be understood, as it is
/// printed back: the words that are no flags, and the texts that flags take.
pub(super) fn typed(
    root: &clap::Command,
    arguments: impl Iterator<Item = OsString>,
) -> Option<String> {
    let arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    let (arguments, command) = read(root, arguments);
    let (mut words, mut texts) = (Vec::new(), Vec::new());
    for (argument, meant) in arguments {
        match meant {
            Meant::Word | Meant::Text => words.push(argument),
            // A text may begin with it: "-5 degrees", "--all nodes down".
            Meant::Unknown if words.is_empty() || !argument.starts_with("--") => {
                words.push(argument);
            }
            Meant::Valued { flag, value, .. } if takes_text(flag) => texts.extend(value),
            _ => {}
        }
    }
    texts.extend(Some(words.join(" ")).filter(|_| command.get_positionals().any(takes_text)));
    texts.retain(|text| !matches!(text.trim(), "" | "-"));
    (!texts.is_empty()).then(|| given_back(&texts.join("\n")))
}

/// Whether something that begins with "-" has a space where none is in the name of a flag.
fn is_text(argument: &str) -> bool {
    let is_long = argument.starts_with("--");
    let name = argument.split('=').next().filter(|_| is_long).unwrap_or(argument);
    name.contains(char::is_whitespace)
}

fn takes_text(argument: &clap::Arg) -> bool {
    let names = argument.get_value_names().unwrap_or_default();
    names.iter().any(|name| ["TEXT", "TITLE"].contains(&name.as_str()))
}

/// Tells arguments apart, and the command they are for.
fn read(
    root: &clap::Command,
    mut arguments: impl Iterator<Item = String>,
) -> (Vec<(String, Meant<'_>)>, &clap::Command) {
    let (mut command, mut read, mut has_words) = (root, Vec::new(), false);
    while let Some(argument) = arguments.next() {
        let meant = if argument == "--" {
            read.push((argument, Meant::Escape));
            read.extend(arguments.by_ref().map(|word| (word, Meant::Word)));
            break;
        } else if argument.len() > 1 && argument.starts_with('-') {
            let flags = Flags { root, command };
            match flags.meant(&argument) {
                Meant::Valued { flag, value: None, .. } => {
                    Meant::Valued { flag, value: arguments.next(), is_apart: true }
                }
                meant => meant,
            }
        } else if let Some(below) = command.find_subcommand(&argument).filter(|_| !has_words) {
            command = below;
            Meant::Known
        } else {
            has_words = true;
            Meant::Word
        };
        read.push((argument, meant));
    }
    (read, command)
}

/// The flags of a command and of all commands.
struct Flags<'c> {
    root: &'c clap::Command,
    command: &'c clap::Command,
}

impl<'c> Flags<'c> {
    /// What an argument that begins with "-" is; the value of a flag only where it is joined to it.
    fn meant(&self, argument: &str) -> Meant<'c> {
        let found = match argument.strip_prefix("--") {
            Some(long) => self.long(long),
            None => self.short(argument.trim_start_matches('-')),
        };
        let takes_text = || self.command.get_positionals().any(takes_text);
        match found {
            Meant::Unknown if is_text(argument) && takes_text() => Meant::Text,
            found => found,
        }
    }

    fn long(&self, long: &str) -> Meant<'c> {
        let (name, value) = long.split_once('=').map_or((long, None), |(n, v)| (n, Some(v)));
        match self.find(|flag| flag.get_long() == Some(name)) {
            Some(flag) => valued(flag, value),
            None => Meant::Unknown,
        }
    }

    /// One flag or several, the last of which may have a value.
    fn short(&self, short: &str) -> Meant<'c> {
        for (at, letter) in short.char_indices() {
            let Some(flag) = self.find(|flag| flag.get_short() == Some(letter)) else {
                return Meant::Unknown;
            };
            if flag.get_action().takes_values() {
                let value = &short[at + letter.len_utf8()..];
                // A space is no part of a value: "-i think so" is a text.
                return match value.starts_with(char::is_whitespace) {
                    true => Meant::Unknown,
                    false => valued(flag, Some(value).filter(|value| !value.is_empty())),
                };
            }
        }
        Meant::Known
    }

    fn find(&self, is_it: impl Fn(&clap::Arg) -> bool) -> Option<&'c clap::Arg> {
        let mut all = self.command.get_arguments().chain(self.root.get_arguments());
        all.find(|flag| is_it(flag))
    }
}

fn valued<'c>(flag: &'c clap::Arg, value: Option<&str>) -> Meant<'c> {
    if flag.get_action().takes_values() {
        Meant::Valued { flag, value: value.map(str::to_owned), is_apart: false }
    } else {
        Meant::Known
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::CommandFactory as _;

    use super::with_texts_apart;
    use crate::cli::Cli;

    fn apart(arguments: &[&str]) -> Vec<String> {
        let given = ["incident"].iter().chain(arguments).map(OsString::from);
        let apart = with_texts_apart(Cli::command, given);
        apart[1..].iter().map(|argument| argument.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn texts_go_behind_what_ends_the_flags() {
        for (given, expected) in [
            (&["log", "- a\n- b"][..], &["log", "--", "- a\n- b"][..]),
            (
                &["log", "card", "-5 nodes left", "now", "--at", "10:20"],
                &["log", "card", "--at", "10:20", "--", "-5 nodes left", "now"],
            ),
            (&["log", "-5 nodes", "-p", "--", "-x"], &["log", "-p", "--", "-5 nodes", "-x"]),
            (&["-v", "l", "--all nodes down"], &["-v", "l", "--", "--all nodes down"]),
            (&["log", "-i think so"], &["log", "--", "-i think so"]),
            (&["log", "-v is it"], &["log", "--", "-v is it"]),
            (&["action", "add", "- buy it"], &["action", "add", "--", "- buy it"]),
            (&["log", "-w", "- a b", "c"], &["log", "-w=- a b", "c"]),
            (&["log", "--wording", "-a b", "c"], &["log", "--wording=-a b", "c"]),
        ] {
            assert_eq!(apart(given), expected);
        }
        for same in [
            &["log", "--wording=a b", "c"][..],
            &["log", "-wa b", "c"],
            &["log", "-pwa b", "c"],
            &["log", "--wrding=a b", "c"],
            &["log", "--at", "-5 min", "c"],
            &["log", "--", "- a"],
            &["log", "-", "-5"],
            &["check", "-a b"],
            &["nothing", "-a b"],
        ] {
            assert_eq!(apart(same), same);
        }
    }
}
