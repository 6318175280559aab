//! Short names that stay: for things that are told by title in one place and by id in another.

/// Letters of an id: those of Statuspage.
const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const LENGTH: usize = 12;

/// Twelve letters and digits for a thing of a kind, such as `("incident", "2018-06-18-panics")`.
/// They depend on its names alone, so they are the same in each rendering and in each version
/// of this program.
pub(super) fn id(kind: &str, names: &[&str]) -> String {
    let mut rest = hash(kind, names);
    (0..LENGTH)
        .map(|_| {
            let letter = LETTERS[(rest % 36) as usize];
            rest /= 36;
            char::from(letter)
        })
        .collect()
}

/// A UUID of version 8 (RFC 9562, section 5.8), made of names.
pub(super) fn uuid(kind: &str, names: &[&str]) -> String {
    let high = hash(&format!("{kind} high"), names);
    let low = hash(&format!("{kind} low"), names);
    format!(
        "{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}

/// FNV-1a over kind and names with a zero byte after each, then the finisher of `SplitMix64`,
/// which makes all bits depend on all others.
fn hash(kind: &str, names: &[&str]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for name in std::iter::once(&kind).chain(names) {
        for byte in name.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::{id, uuid};
    use std::collections::HashSet;

    #[test]
    fn ids_stay() {
        // Readers keep them: a change here loses what they know.
        assert_eq!(id("incident", &["2018-06-18-panics"]), "ijfxl2m2gpav");
        assert_eq!(
            uuid("maintenance", &["", "2018-06-18-panics"]),
            "fc23f2e3-6f73-8b9e-8115-eae5a76bc55f"
        );
    }

    #[test]
    fn ids_differ() {
        let ids: HashSet<String> = (0..100_000)
            .map(|number: u32| id("update", &["2018-06-18-panics", &number.to_string()]))
            .collect();
        assert_eq!(ids.len(), 100_000);
        assert_ne!(id("incident", &["ab", "c"]), id("incident", &["a", "bc"]));
        assert_ne!(id("incident", &["a"]), id("component", &["a"]));
    }
}
