use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::inert::{self, one_line};
use super::{Indexes, Sources};
use crate::diagnostic::{Finding, Level};

/// JUnit XML: a test suite a file, with a test case a finding, or one that passes. Findings
/// milder than `fails` do not fail the run; they are skipped tests.
#[must_use]
pub fn junit(findings: &[Finding], sources: &Sources<'_>, fails: Level) -> String {
    let mut indexes = Indexes::new(sources);
    let mut report = Report::new("incident check");
    // Findings are sorted by file, and so are the files.
    let mut rest = findings;
    for file in sources.files(findings) {
        let own = rest.iter().take_while(|finding| finding.file == file).count();
        let (here, others) = rest.split_at(own);
        rest = others;
        let path = printable(&sources.in_repository(file));
        let mut suite = TestSuite::new(&path);
        if here.is_empty() {
            suite.add_test_case(case("no faults", &path, 1, TestCaseStatus::success()));
        }
        for finding in here {
            let place = indexes.of(&finding.file).position(finding.span.start);
            let name = format!("{} at {}:{}", finding.rule, place.line, place.column);
            let status = status(finding, fails, &mut indexes);
            suite.add_test_case(case(&name, &path, place.line, status));
        }
        report.add_test_suite(suite);
    }
    // Writing to memory cannot fail.
    inert::xml(report.to_string().unwrap_or_default())
}

fn case(name: &str, path: &str, line: usize, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(path);
    case.extra.insert("file".into(), path.into());
    case.extra.insert("line".into(), line.to_string().into());
    case
}

fn status<'i>(finding: &'i Finding, fails: Level, indexes: &mut Indexes<'i, '_>) -> TestCaseStatus {
    // An error is less than a warning.
    let mut status = if finding.level <= fails {
        TestCaseStatus::non_success(NonSuccessKind::Failure)
    } else {
        TestCaseStatus::skipped()
    };
    let message = printable(&finding.message);
    let mut lines = vec![format!("{}[{}] {message}", finding.level, finding.rule)];
    lines.extend(finding.help.as_deref().map(|help| format!("help: {}", printable(help))));
    for related in &finding.related {
        let place = indexes.of(&related.file).position(related.span.start);
        let (file, label) = (printable(&related.file), printable(&related.label));
        lines.push(format!("{file}:{}:{}: {label}", place.line, place.column));
    }
    status.set_message(message).set_type(finding.rule).set_description(lines.join("\n"));
    status
}

/// One line of what XML can hold (XML 1.0, section 2.2, `Char`).
fn printable(text: &str) -> String {
    one_line(text).replace(['\u{fffe}', '\u{ffff}'], "")
}
