//! Somebody puts a link in the place of a folder or file, and takes it away again, while the
//! workspace is read and written: what lies outside is neither read nor written.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use incident::io::{self, IncidentFolder, Journal, OutputTree, RecordPlace, Recorded};
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::support::files_below;

const SECRET: &str = "SECRET";
const ID: &str = "2024-05-02-x";

/// A workspace, and a folder outside of it that looks like the one that is swapped.
struct Race {
    _folder: tempfile::TempDir,
    root: PathBuf,
    outside: PathBuf,
}

impl Race {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        let race = Self { _folder: folder, root: top.join("ws"), outside: top.join("outside") };
        std::fs::create_dir(&race.root).unwrap();
        std::fs::create_dir(&race.outside).unwrap();
        race
    }

    fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn outside(&self, path: &str, text: &str) -> &Self {
        let path = self.outside.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Does something `rounds` times, while `inner` and a link to `outer` outside change places.
    fn while_swapped(&self, inner: &str, outer: &str, rounds: usize, mut act: impl FnMut(usize)) {
        let inner = self.root.join(inner);
        let link = self.root.join(".link");
        symlink(self.outside.join(outer), &link).unwrap();
        let is_over = AtomicBool::new(false);
        let swaps = AtomicUsize::new(0);
        let swap = || renameat_with(CWD, &inner, CWD, &link, RenameFlags::EXCHANGE).unwrap();
        std::thread::scope(|scope| {
            let swapper = scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    swap();
                    swaps.fetch_add(1, Ordering::Relaxed);
                }
            });
            // Ends the other thread where a round fails, too.
            let _over = Over(&is_over);
            for round in 0..rounds {
                act(round);
                // On a busy machine the other thread would get few turns.
                let seen = swaps.load(Ordering::Relaxed);
                let is_due = round % 10 == 0;
                while is_due && swaps.load(Ordering::Relaxed) == seen && !swapper.is_finished() {
                    std::thread::yield_now();
                }
            }
        });
        if inner.is_symlink() {
            swap();
        }
        std::fs::remove_file(link).unwrap();
    }
}

impl Race {
    /// Fails where anything outside is not as it was.
    #[track_caller]
    fn is_untouched(&self, before: &[(String, Vec<u8>)]) {
        let after = files_below(&self.outside);
        assert_eq!(names(&after), names(before));
        assert!(after == before, "a file outside was changed");
    }
}

struct Over<'o>(&'o AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn folder() -> IncidentFolder {
    IncidentFolder { id: ID.to_owned(), path: format!("incidents/{ID}") }
}

#[test]
fn an_incident_is_read_inside_only() {
    let race = Race::new();
    let names = ["facts.toml", "report.md", "x.svg"];
    for name in names {
        race.file(&format!("incidents/{ID}/{name}"), "<svg/>");
        race.outside(&format!("incident/{name}"), SECRET);
    }
    race.outside("incident/secret.png", SECRET);
    let mut was_read = 0;
    let mut read = |_: usize| {
        let incidents = io::Incidents::open(&race.root);
        let source = incidents.read(&folder());
        let head = incidents.facts_head(&folder(), 100).unwrap_or_default();
        let svg = io::read_inside(&race.root, &format!("incidents/{ID}/x.svg")).unwrap_or_default();
        let texts = [source.facts.file.text.as_bytes(), source.report.file.text.as_bytes()];
        for bytes in texts.into_iter().chain([head.as_slice(), svg.as_slice()]) {
            assert!(!bytes.starts_with(SECRET.as_bytes()), "read from outside");
            was_read += usize::from(!bytes.is_empty());
        }
        assert!(!source.attachments.contains(&"secret.png".to_owned()), "listed from outside");
    };
    race.while_swapped(&format!("incidents/{ID}"), "incident", 3000, &mut read);
    race.while_swapped("incidents", "", 1000, &mut read);
    for name in names {
        let inner = format!("incidents/{ID}/{name}");
        race.while_swapped(&inner, &format!("incident/{name}"), 1000, &mut read);
    }
    assert!(was_read > 0, "the real files were there now and then");
}

#[test]
fn templates_are_read_inside_only() {
    let race = Race::new();
    race.file("templates/site/base.html", "own");
    race.outside("site/base.html", SECRET);
    let mut was_read = 0;
    let mut read = |_: usize| {
        let found = io::overrides(&race.root).unwrap_or_default();
        assert!(found.iter().all(|(_, text)| text == "own"), "read from outside");
        was_read += found.len();
    };
    race.while_swapped("templates", "", 2000, &mut read);
    race.while_swapped("templates/site", "site", 2000, &mut read);
    race.while_swapped("templates/site/base.html", "site/base.html", 2000, &mut read);
    assert!(was_read > 0, "the real files were there now and then");
}

#[test]
fn outputs_are_written_inside_only() {
    let race = Race::new();
    for path in ["public/site/incidents/x/index.html", "site/incidents/x/index.html"] {
        race.outside(path, SECRET);
    }
    let before = files_below(&race.outside);
    let mut written = 0;
    let mut render = |round: usize| {
        let Ok(tree) = OutputTree::open(&race.root, Path::new("public/site")) else { return };
        let text = format!("round {round}");
        // Each other round removes what the last one wrote.
        let is_put = round % 2 == 1 || tree.put("incidents/x/index.html", text.as_bytes()).is_ok();
        written += usize::from(is_put && tree.commit().is_ok());
    };
    for round in 0..3 {
        render(round);
    }
    race.file("public/site/incidents/x/own.txt", "so that the folder stays");
    race.while_swapped("public/site/incidents/x", "site/incidents/x", 3000, &mut render);
    race.while_swapped("public/site/incidents", "site/incidents", 3000, &mut render);
    race.while_swapped("public/site", "site", 3000, &mut render);
    race.while_swapped("public", "public", 3000, &mut render);
    race.is_untouched(&before);
    assert!(written > 3, "the real folders were there now and then");
}

#[test]
fn facts_are_changed_inside_only() {
    let race = Race::new();
    let facts = format!("incidents/{ID}/facts.toml");
    race.file(&facts, "the same text").outside("incident/facts.toml", "the same text");
    let before = files_below(&race.outside);
    let mut changed = 0;
    let mut update = |_: usize| {
        let change = |text: &str| Ok::<_, ()>(text.trim_end_matches('+').to_owned() + "+");
        changed += usize::from(io::update_file(&race.root, &facts, change).is_ok());
        // As outside, so that the file there would be taken for this one.
        let _ = io::update_file(&race.root, &facts, |_| Ok::<_, ()>("the same text".to_owned()));
    };
    race.while_swapped(&format!("incidents/{ID}"), "incident", 3000, &mut update);
    race.is_untouched(&before);
    assert!(changed > 0, "the real folder was there now and then");
}

#[test]
fn records_of_outputs_are_kept_inside_only() {
    let race = Race::new();
    race.file("public/own.txt", "x").outside("public/record", SECRET);
    let before = files_below(&race.outside);
    let mut kept = 0;
    race.while_swapped("public", "public", 2000, |_| {
        let Ok(place) = RecordPlace::open(&race.root, Path::new("public/record")) else { return };
        assert!(place.read().is_none_or(|record| record.body() == b"own"));
        kept += usize::from(place.write(b"own").is_ok());
    });
    race.is_untouched(&before);
    assert!(kept > 0, "the real folder was there now and then");
}

#[test]
fn incidents_are_made_inside_only() {
    let race = Race::new();
    race.file("incidents/own.txt", "x").outside("incidents/theirs.txt", SECRET);
    let before = files_below(&race.outside);
    let files = [("facts.toml".to_owned(), b"x".to_vec())];
    let mut made = 0;
    race.while_swapped("incidents", "incidents", 1000, |round| {
        let folder = format!("incidents/{round}");
        made += usize::from(io::create_folder(&race.root, &folder, &files).is_ok());
        let file = format!("incidents/{round}.txt");
        let _ = io::write_new(&race.root, &file, b"x");
        let patience = std::time::Duration::from_secs(9);
        let _ = io::lock_folder(&race.root, "incidents", patience);
    });
    race.is_untouched(&before);
    assert!(made > 0, "the real folder was there now and then");
}

#[test]
fn changes_are_noted_inside_only() {
    let race = Race::new();
    race.file(".incident/undo/own.txt", "x").outside("notes/undo/theirs.txt", SECRET);
    let before = files_below(&race.outside);
    let text = String::new;
    let note = Recorded { said: text(), when: text(), file: text(), before: text(), after: text() };
    let journal = Journal::of(&race.root);
    let mut noted = 0;
    let mut push = |_: usize| noted += usize::from(journal.push(&note).is_ok());
    race.while_swapped(".incident", "notes", 1000, &mut push);
    race.while_swapped(".incident/undo", "notes/undo", 1000, &mut push);
    race.is_untouched(&before);
    assert!(noted > 0, "the real folder was there now and then");
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}
