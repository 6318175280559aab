//! The file in which `incident render` keeps what it rendered from what.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::Digest;

/// What the file begins with. Another number makes the records of older versions foreign.
const HEAD: &[u8] = b"incident render record 1\n";
/// Bytes of the digest at its end.
const TAIL: usize = size_of::<u128>();

/// A record as it was read: what was written, to the last bit.
#[derive(Debug)]
pub struct Record(Vec<u8>);

impl Record {
    /// Reads a record; nothing where there is none, or one that is cut, damaged or foreign.
    #[must_use]
    pub fn read(path: &Path) -> Option<Self> {
        let record = Self(fs::read(path).ok()?);
        let rest = record.0.strip_prefix(HEAD)?;
        let (body, tail) = rest.split_at_checked(rest.len().checked_sub(TAIL)?)?;
        (Digest::of(body).to_le_bytes() == tail).then_some(record)
    }

    /// What was written.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.get(HEAD.len()..self.0.len() - TAIL).unwrap_or_default()
    }

    /// Writes a record in place of another. A damaged one is as good as none, so there is no
    /// need to be careful.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn write(path: &Path, body: &[u8]) -> io::Result<()> {
        Self::remove(path)?;
        let mut file = fs::File::create_new(path)?;
        file.write_all(HEAD)?;
        file.write_all(body)?;
        file.write_all(&Digest::of(body).to_le_bytes())
    }

    /// Takes the record away, so that none is wrong while outputs change.
    ///
    /// # Errors
    ///
    /// What the operating system says, other than that there is none.
    pub fn remove(path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Record;
    use std::fs;

    #[test]
    fn a_damaged_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record");
        assert!(Record::read(&path).is_none());
        Record::write(&path, b"some body").unwrap();
        assert_eq!(Record::read(&path).unwrap().body(), b"some body");
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            fs::write(&path, &whole[..at]).unwrap();
            assert!(Record::read(&path).is_none(), "cut at {at}");
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            fs::write(&path, &flipped).unwrap();
            assert!(Record::read(&path).is_none(), "flipped at {at}");
        }
        Record::remove(&path).unwrap();
        Record::remove(&path).unwrap();
        assert!(Record::read(&path).is_none());
    }
}
