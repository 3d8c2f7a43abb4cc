//! One lectern per data folder: an advisory lock that the kernel gives back when its holder dies, however it dies.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::{Flock, FlockArg};
use parking_lot::Mutex;

/// The file below the data folder that carries the lock; `bin/run` looks at it too.
pub const LOCK_FILE: &str = "lectern.lock";

/// Proof that this process, and no other, works in a data folder. Released on drop.
#[derive(Debug)]
pub struct DataLock {
    folder: PathBuf,
    file: Mutex<Flock<File>>,
}

/// Why the data folder could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another lectern holds it; `holder` is what that one wrote about itself.
    #[error("Lectern is already running with the data folder {folder} ({holder})")]
    Held { folder: String, holder: String },
    /// The folder or its lock file cannot be used.
    #[error("the data folder {folder} cannot be used: {source}")]
    Unusable { folder: String, source: io::Error },
}

impl DataLock {
    /// Makes the data folder if it is missing (open to its owner only) and takes its lock without waiting.
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let unusable = |source| LockError::Unusable {
            folder: folder.display().to_string(),
            source,
        };
        let (folder_found, file) = open(folder).map_err(unusable)?;
        match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
            Ok(file) => {
                let lock = Self {
                    folder: folder_found,
                    file: Mutex::new(file),
                };
                lock.announce("starting").map_err(unusable)?;
                Ok(lock)
            }
            Err((mut file, nix::errno::Errno::EWOULDBLOCK)) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(unusable)?;
                Err(LockError::Held {
                    folder: folder.display().to_string(),
                    holder: holder.trim().to_owned(),
                })
            }
            Err((_, errno)) => Err(unusable(errno.into())),
        }
    }

    /// The data folder, absolute and without symbolic links.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes into the lock file what a second lectern shall say about this one, such as its address.
    pub fn announce(&self, what: &str) -> io::Result<()> {
        let mut file = self.file.lock();
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        writeln!(file, "process {}, {what}", std::process::id())
    }
}

fn open(folder: &Path) -> io::Result<(PathBuf, File)> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let folder = folder.canonicalize()?;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(folder.join(LOCK_FILE))?;
    Ok((folder, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lectern_is_told_who_holds_the_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataLock::take(folder.path()).unwrap();
        first.announce("http://localhost:8080").unwrap();

        let refused = DataLock::take(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("http://localhost:8080"), "{refused}");

        drop(first);
        DataLock::take(folder.path()).unwrap();
    }
}
