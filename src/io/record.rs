//! The file in which `incident render` keeps what it rendered from what.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;

use super::Digest;
use super::folder::Folder;

/// What the file begins with. Another number makes the records of older versions foreign.
const HEAD: &[u8] = b"incident render record 2\n";
/// Bytes of the digest at its end.
const TAIL: usize = size_of::<u128>();
/// Who may read and write the file, before the process's mask cuts it.
const MODE: u32 = 0o666;

/// A record as it was read: what was written, to the last bit.
#[derive(Debug)]
pub struct Record(Vec<u8>);

/// Where a record is, or is to be: its folder is held open.
#[derive(Debug)]
pub struct RecordPlace {
    folder: Folder,
    name: OsString,
}

impl RecordPlace {
    /// The file that is called `path` below `base`, whose folder is there. Links may lead to
    /// `base`; there are none below it.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn open(base: &Path, path: &Path) -> io::Result<Self> {
        let (folder, name) = Folder::open(base)?.above(path)?;
        Ok(Self { folder, name: name.to_owned() })
    }

    /// Reads the record; nothing where there is none, or one that is cut, damaged or foreign.
    #[must_use]
    pub fn read(&self) -> Option<Record> {
        let record = Record(self.folder.read(Path::new(&self.name)).ok()?);
        let rest = record.0.strip_prefix(HEAD)?;
        let (body, tail) = rest.split_at_checked(rest.len().checked_sub(TAIL)?)?;
        (Digest::of(body).to_le_bytes() == tail).then_some(record)
    }

    /// Writes a record in place of another. A damaged one is as good as none, so there is no
    /// need to be careful.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn write(&self, body: &[u8]) -> io::Result<()> {
        self.remove()?;
        let mut file = self.folder.create_new(&self.name, MODE)?;
        file.write_all(HEAD)?;
        file.write_all(body)?;
        file.write_all(&Digest::of(body).to_le_bytes())
    }

    /// Takes the record away, so that none is wrong while outputs change.
    ///
    /// # Errors
    ///
    /// What the operating system says, other than that there is none.
    pub fn remove(&self) -> io::Result<()> {
        match self.folder.remove_file(&self.name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Record {
    /// What was written.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.get(HEAD.len()..self.0.len() - TAIL).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::RecordPlace;
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_damaged_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record");
        let place = RecordPlace::open(folder.path(), Path::new("record")).unwrap();
        assert!(place.read().is_none());
        place.write(b"some body").unwrap();
        assert_eq!(place.read().unwrap().body(), b"some body");
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            fs::write(&path, &whole[..at]).unwrap();
            assert!(place.read().is_none(), "cut at {at}");
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            fs::write(&path, &flipped).unwrap();
            assert!(place.read().is_none(), "flipped at {at}");
        }
        place.remove().unwrap();
        place.remove().unwrap();
        assert!(place.read().is_none());
    }
}
