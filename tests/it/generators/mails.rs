//! Messages through Python's parser.

use std::path::Path;
use std::process::Command;

use crate::email::{HOSTILE, hostile};
use crate::support::{repository, run_in};

/// Prints subject and text of each message as JSON, and fails where it has a defect.
const PYTHON: &str = r#"
import email, email.policy, json, pathlib, sys
found = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    for part in message.walk():
        assert not part.defects, (path, part.defects)
    for name, value in message.items():
        assert not value.defects, (path, name, value.defects)
    assert message.get_content_type() == "multipart/alternative", path
    assert message["date"].datetime is not None, path
    found[path.stem] = [
        message["subject"],
        message.get_body(("plain",)).get_content(),
        message.get_body(("html",)).get_content(),
    ]
json.dump(found, sys.stdout)
"#;

/// Asserts that Python reads each message below `folder` as its text, and gives their number.
fn python_agrees(folder: &Path) -> usize {
    let output =
        Command::new("python3").args(["-c", PYTHON]).arg(folder).output().expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = found.as_object().unwrap();
    for (stem, read) in found {
        let text = std::fs::read_to_string(folder.join(format!("{stem}.txt"))).unwrap();
        let (subject, body) = text.split_once("\n\n").unwrap();
        assert_eq!(read[0].as_str(), subject.strip_prefix("Subject: "), "{stem}");
        assert_eq!(read[1].as_str().unwrap().replace("\r\n", "\n"), body, "{stem}");
        assert!(read[2].as_str().unwrap().trim_end().ends_with("</html>"), "{stem}");
    }
    found.len()
}

#[test]
#[ignore = "needs python3; .ci/run installs and runs it"]
fn generators_mail_python_reads_every_message_as_its_text() {
    let arguments = ["render", "--to", "email", "--update", "all", "--now"];
    for title in HOSTILE {
        let workspace = hostile(title);
        workspace.run([&arguments[..], &["2024-06-01"]].concat()).code(0);
        assert_eq!(python_agrees(&workspace.path("public/email")), 4, "{title}");
    }
    let out = tempfile::tempdir().unwrap();
    let example = repository().join("examples/status-page");
    let rest = ["2025-03-14T12:00:00Z", "--out", out.path().to_str().unwrap()];
    run_in(&example, [&arguments[..], &rest].concat()).code(0);
    assert!(python_agrees(&out.path().join("email")) >= 9);
}
