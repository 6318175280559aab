//! Where runs of letters and digits begin and end in a text.

use std::ops::Range;

/// Runs of the letters and digits of ASCII, and of other bytes if wanted: a bit a byte, made of
/// many bytes at once.
#[derive(Debug)]
pub(super) struct Runs {
    blocks: Vec<u64>,
    length: usize,
}

/// Bytes of a block, each of which is a bit.
const BLOCK: usize = 64;

impl Runs {
    /// Runs of letters and digits.
    pub(super) fn of_alphanumerics(text: &str) -> Self {
        Self::of(text, |byte| byte.is_ascii_alphanumeric())
    }

    /// Runs of what identifiers are made of: letters, digits and low lines.
    pub(super) fn of_identifiers(text: &str) -> Self {
        Self::of(text, |byte| byte.is_ascii_alphanumeric() | (byte == b'_'))
    }

    #[inline]
    fn of(text: &str, is_in: impl Fn(u8) -> bool + Copy) -> Self {
        let (whole, rest) = text.as_bytes().as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let blocks = whole.iter().chain([&last]).map(|block| bits(block, is_in)).collect();
        Self { blocks, length: text.len() }
    }

    /// Where the run that `at` lies in ends; `at` itself where it lies in none.
    #[inline]
    pub(super) fn end(&self, at: usize) -> usize {
        let (mut number, within) = (at / BLOCK, at % BLOCK);
        let mut others = self.blocks.get(number).map_or(0, |block| !block >> within << within);
        while others == 0 {
            number += 1;
            let Some(block) = self.blocks.get(number) else { return self.length };
            others = !block;
        }
        number * BLOCK + others.trailing_zeros() as usize
    }

    /// Calls `each` with every run, in order.
    #[inline]
    pub(super) fn for_each(&self, mut each: impl FnMut(Range<usize>)) {
        let (mut open, mut carry) = (None, 0);
        for (number, block) in self.blocks.iter().enumerate() {
            // Where a run begins or ends.
            let mut edges = block ^ (block << 1 | carry);
            carry = block >> (BLOCK - 1);
            let mut next = || {
                let edge = number * BLOCK + edges.trailing_zeros() as usize;
                let is_there = edges != 0;
                edges &= edges.wrapping_sub(1);
                is_there.then_some(edge)
            };
            if let Some(start) = open {
                let Some(end) = next() else { continue };
                each(start..end);
            }
            open = loop {
                let Some(start) = next() else { break None };
                let Some(end) = next() else { break Some(start) };
                each(start..end);
            };
        }
        if let Some(start) = open {
            each(start..self.length);
        }
    }
}

/// A bit for each byte, the first byte's the lowest.
#[inline]
fn bits(block: &[u8; BLOCK], is_in: impl Fn(u8) -> bool) -> u64 {
    /// Brings the lowest bits of eight bytes together in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut ones = [0; BLOCK];
    for (one, byte) in ones.iter_mut().zip(block) {
        *one = u8::from(is_in(*byte));
    }
    let mut bits = 0;
    for (place, eight) in ones.as_chunks::<8>().0.iter().enumerate() {
        bits |= u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56 << (8 * place);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::Runs;
    use proptest::prelude::*;

    proptest! {
        /// Against a look at each byte.
        #[test]
        fn runs_are_those_of_bytes(text in "[a-z0-9_]{0,70}([A-Z ._é]{0,3}[a-zA-Z0-9@`{/:]{0,70}){0,4}") {
            let bytes = text.as_bytes();
            let is_in = |byte: &u8| byte.is_ascii_alphanumeric();
            let mut expected = Vec::new();
            for at in (0..bytes.len()).filter(|at| is_in(&bytes[*at])) {
                let end = at + bytes[at..].iter().take_while(|byte| is_in(byte)).count();
                prop_assert_eq!(Runs::of_alphanumerics(&text).end(at), end);
                if at == 0 || !is_in(&bytes[at - 1]) {
                    expected.push(at..end);
                }
            }
            let mut found = Vec::new();
            Runs::of_alphanumerics(&text).for_each(|run| found.push(run));
            prop_assert_eq!(found, expected);
            for at in 0..bytes.len() {
                let is_in = |byte: &&u8| is_in(byte) || **byte == b'_';
                let end = at + bytes[at..].iter().take_while(is_in).count();
                prop_assert_eq!(Runs::of_identifiers(&text).end(at), end);
            }
        }
    }
}
