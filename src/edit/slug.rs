use deunicode::deunicode;

/// The longest slug, in bytes: ids are read aloud, typed and put into addresses.
const MAX: usize = 60;

/// A title as the part of an id behind the date: lower-case ASCII words joined by hyphens, cut
/// at a word. Letters of other scripts are transliterated; a title without any letter or digit
/// gives "incident".
#[must_use]
pub fn slug(title: &str) -> String {
    let plain = deunicode(title).to_lowercase();
    let words = plain
        .split(|character: char| !character.is_ascii_alphanumeric() && character != '\'')
        .map(|word| word.replace('\'', ""))
        .filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        let grown = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if grown > MAX {
            if slug.is_empty() {
                slug.push_str(&word[..MAX]);
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    if slug.is_empty() { "incident".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::{MAX, slug};
    use proptest::prelude::*;

    #[test]
    fn reads_like_the_title() {
        assert_eq!(
            slug("Kernel panics on seventeen host nodes"),
            "kernel-panics-on-seventeen-host-nodes"
        );
        assert_eq!(slug("Störung: Zürich's \"Gateway\" (IPv6)!"), "storung-zurichs-gateway-ipv6");
        assert_eq!(slug("数据库故障"), "shu-ju-ku-gu-zhang");
        assert_eq!(slug("Авария в ЦОД"), "avariia-v-tsod");
        assert_eq!(slug("—!?"), "incident");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
    }

    proptest! {
        #[test]
        fn is_always_a_safe_name(title in "\\PC*") {
            let slug = slug(&title);
            prop_assert!(!slug.is_empty() && slug.len() <= MAX);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }
    }
}
