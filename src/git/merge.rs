use git2::{Config, MergeFileInput, MergeFileOptions, merge_file};

/// Where git looks for a NUL to tell what is no text.
const LOOKED_AT: usize = 8000;

/// What git makes of three versions of a text, by lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedLines {
    /// The text, with conflict markers where both sides changed the same lines.
    pub text: Vec<u8>,
    /// Whether there are none.
    pub is_clean: bool,
}

/// Merges three versions of a text, base, ours and theirs, as git does where no driver is set;
/// ours stays where one of them is no text. Conflict markers are `size` characters long and
/// carry the labels of our side and of theirs.
///
/// # Errors
///
/// What libgit2 says, as about a text that is too large.
pub fn merge_lines(
    [base, ours, theirs]: [&[u8]; 3],
    labels: [&str; 2],
    size: u16,
) -> Result<MergedLines, git2::Error> {
    let is_binary = |bytes: &[u8]| bytes.iter().take(LOOKED_AT).any(|byte| *byte == 0);
    if [base, ours, theirs].into_iter().any(is_binary) {
        return Ok(MergedLines { text: ours.to_vec(), is_clean: false });
    }
    // libgit2 must be initialised, and `merge_file` of git2 0.21 does not do so.
    Config::new()?;
    let mut options = MergeFileOptions::new();
    options.our_label(labels[0]).their_label(labels[1]).marker_size(size).style_standard(true);
    let [mut old, mut one, mut two] = std::array::from_fn(|_| MergeFileInput::new());
    let merged =
        merge_file(old.content(base), one.content(ours), two.content(theirs), Some(&mut options))?;
    Ok(MergedLines { text: merged.content().to_vec(), is_clean: merged.is_automergeable() })
}

#[cfg(test)]
mod tests {
    use super::merge_lines;

    #[test]
    fn lines_apart_are_merged_and_the_same_line_is_a_conflict() {
        let merged = |texts| merge_lines(texts, ["HEAD", "one"], 9).unwrap();
        let all = merged([b"a\nb\nc\nd\n", b"A\nb\nc\nd\n", b"a\nb\nc\nD\n"]);
        assert!(all.is_clean);
        assert_eq!(all.text, b"A\nb\nc\nD\n");
        let same = merged([b"a\n", b"b\n", b"c\n"]);
        assert!(!same.is_clean);
        assert_eq!(same.text, b"<<<<<<<<< HEAD\nb\n=========\nc\n>>>>>>>>> one\n");
        let binary = merged([b"a\0", b"b\0", b"c\0"]);
        assert_eq!((binary.text.as_slice(), binary.is_clean), (b"b\0".as_slice(), false));
    }
}
