use super::{OutputError, OutputTree, Written};
use std::fs;
use std::path::Path;

fn render(folder: &Path, files: &[(&str, &str)]) -> Result<Written, OutputError> {
    let tree = OutputTree::open(folder, Path::new(""))?;
    for (path, text) in files {
        tree.put(path, text.as_bytes())?;
    }
    tree.commit().map(|committed| committed.written)
}

#[test]
fn removes_what_it_wrote_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    render(folder.path(), &[("a/b.html", "1"), ("c.html", "2"), ("d.html", "3")]).unwrap();
    fs::write(at("mine.txt"), "keep").unwrap();
    fs::write(at("d.html"), "edited by hand").unwrap();
    let written = render(folder.path(), &[("c.html", "2")]).unwrap();
    assert_eq!(written, Written { files: 1, changed: 0, removed: 1 });
    assert!(!at("a").exists(), "the empty folder goes with its last file");
    assert!(at("mine.txt").exists());
    assert!(at("d.html").exists(), "what somebody changed is theirs");
}

#[test]
fn what_was_changed_and_should_go_is_named_until_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let stale = folder.path().join("d.html");
    render(folder.path(), &[("c.html", "1"), ("d.html", "2")]).unwrap();
    fs::write(&stale, "with a banner").unwrap();
    let left = || {
        let tree = OutputTree::open(folder.path(), Path::new("")).unwrap();
        tree.put("c.html", b"1").unwrap();
        tree.commit().unwrap().left
    };
    assert_eq!(left(), ["d.html"]);
    assert_eq!(left(), ["d.html"]);
    fs::write(&stale, "2").unwrap();
    assert_eq!(left(), [""; 0]);
    assert!(!stale.exists(), "it is ours again");
}

#[test]
fn what_others_may_read_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let open = |readers| {
        let mut tree = OutputTree::open(folder.path(), Path::new("")).unwrap();
        tree.made_for(readers);
        tree
    };
    let tree = open("internal");
    assert!(!tree.has_other_readers(), "there is nothing yet");
    tree.put("a", b"1").unwrap();
    tree.commit().unwrap();
    assert!(!open("internal").has_other_readers());
    let tree = open("public");
    assert!(tree.has_other_readers());
    tree.put("a", b"1").unwrap();
    tree.commit().unwrap();
    assert!(!open("public").has_other_readers());
    assert!(open("internal").has_other_readers());
}

#[test]
fn refuses_to_overwrite_a_foreign_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("index.html"), "mine").unwrap();
    let error = render(folder.path(), &[("x.html", "1"), ("index.html", "2")]).unwrap_err();
    assert!(matches!(error, OutputError::Foreign(_)), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join("index.html")).unwrap(), "mine");
    assert!(!folder.path().join("x.html").exists(), "nothing is written by half");
}

#[test]
fn an_abandoned_run_leaves_the_last_one() {
    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), &[("a.html", "old")]).unwrap();
    let tree = OutputTree::open(folder.path(), Path::new("")).unwrap();
    tree.put("a.html", b"new").unwrap();
    drop(tree);
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "old");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "the page and the manifest");
}

#[test]
fn one_that_is_given_up_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let inner = Path::new("public/site");
    let tree = OutputTree::open(folder.path(), inner).unwrap();
    tree.put("a/b.html", b"new").unwrap();
    drop(tree);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    fs::create_dir(folder.path().join("public")).unwrap();
    drop(OutputTree::open(folder.path(), inner).unwrap());
    assert!(folder.path().join("public").exists(), "it was there before");
}

/// Else whoever names an attachment could have any file of the folder removed.
#[test]
fn a_name_with_a_line_break_lists_one_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "keep").unwrap();
    let forged = format!("a\n{:016x} mine.txt", super::checksum(b"keep"));
    let names = [forged.as_str(), "b\\n", "b\\\nc", "d\r", "e\n"];
    render(folder.path(), &names.map(|name| (name, "1"))).unwrap();
    let again = render(folder.path(), &names.map(|name| (name, "2"))).unwrap();
    assert_eq!(again, Written { files: 5, changed: 5, removed: 0 }, "all of them are ours");
    let last = render(folder.path(), &[]).unwrap();
    assert_eq!(last, Written { files: 0, changed: 0, removed: 5 });
    assert_eq!(fs::read_to_string(folder.path().join("mine.txt")).unwrap(), "keep");
}

#[test]
fn two_outputs_of_one_name_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = render(folder.path(), &[("a", "1"), ("a", "1")]).unwrap_err();
    assert!(matches!(error, OutputError::Clash(_)), "{error}");
}

#[cfg(unix)]
#[test]
fn no_link_leads_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("public")).unwrap();
    for path in ["public", "public/site", "public/site/deep"] {
        let error = OutputTree::open(folder.path(), Path::new(path)).unwrap_err();
        assert!(matches!(error, OutputError::Link(_)), "{error}");
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn writes_through_no_link() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("incidents")).unwrap();
    let error = render(folder.path(), &[("incidents/x.html", "1")]).unwrap_err();
    assert!(matches!(error, OutputError::Link(_)), "{error}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
