//! Where a job makes what is not whole yet.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A folder that is empty at first and gone at last; what an interrupted run left in it is worth nothing.
pub struct WorkFolder(PathBuf);

impl WorkFolder {
    pub fn new(folder: PathBuf) -> Result<WorkFolder> {
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(WorkFolder(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        // Whatever stays is removed by the next run.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
