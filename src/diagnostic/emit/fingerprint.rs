use std::collections::HashMap;
use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128 as _, SipHasher24};

use crate::diagnostic::Finding;

/// Names findings so that the same fault has the same name in the next run, when lines above
/// it have come and gone, and no two findings of a run share one.
#[derive(Debug, Default)]
pub(super) struct Fingerprints(HashMap<u128, u32>);

impl Fingerprints {
    /// The name of a finding on a line: its rule, its file and the line's words, not the
    /// message, which another release may word otherwise. Findings alike in these are numbered.
    pub(super) fn of(&mut self, finding: &Finding, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut hasher = SipHasher24::new();
        for part in [finding.rule, &finding.file, &words.join(" ")] {
            hasher.write(part.as_bytes());
            hasher.write(&[0]);
        }
        let alike = self.0.entry(hasher.finish128().as_u128()).or_default();
        *alike += 1;
        hasher.write(&alike.to_le_bytes());
        format!("{:032x}", hasher.finish128().as_u128())
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;
    use crate::diagnostic::Finding;
    use crate::source::Span;

    #[test]
    fn stays_when_lines_move_and_is_never_shared() {
        let finding = |at| Finding::error("rule", "file", Span::at(at), "message");
        let mut first = Fingerprints::default();
        let one = first.of(&finding(5), "[[timeline]]");
        let two = first.of(&finding(9), "[[timeline]]");
        assert_ne!(one, two);
        let mut second = Fingerprints::default();
        assert_eq!(second.of(&finding(70), "  [[timeline]]"), one);
        assert_eq!(second.of(&finding(70), "[[timeline]]"), two);
    }

    #[test]
    fn is_the_same_in_every_release() {
        let finding = Finding::error("rule", "file", Span::at(0), "message");
        let name = Fingerprints::default().of(&finding, "line");
        assert_eq!(name, "486804f61f64edf3a99ba605ddb55650");
    }
}
