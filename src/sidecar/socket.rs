//! Unix sockets in folders whose path may be longer than a socket address can carry.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use parking_lot::Mutex;

/// What fits into `sun_path` beside its closing NUL.
const ADDRESS_LIMIT: usize = 107;

/// A path of `folder` by which this process can reach a socket called `name` in it.
///
/// The kernel takes at most 107 bytes. A longer folder is opened, once and for the life of the process, and
/// named by its descriptor: that needs no folder elsewhere that somebody else could have made first.
pub fn short_folder(folder: &Path, name: &str) -> io::Result<PathBuf> {
    static OPEN: OnceLock<Mutex<HashMap<PathBuf, File>>> = OnceLock::new();
    if folder.join(name).as_os_str().len() <= ADDRESS_LIMIT {
        return Ok(folder.to_owned());
    }
    let mut open = OPEN.get_or_init(Mutex::default).lock();
    if !open.contains_key(folder) {
        open.insert(folder.to_owned(), File::open(folder)?);
    }
    Ok(PathBuf::from(format!(
        "/proc/self/fd/{}",
        open[folder].as_raw_fd()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::{UnixListener, UnixStream};

    #[test]
    fn a_socket_in_a_deep_folder_can_be_reached() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("x".repeat(120));
        std::fs::create_dir(&folder).unwrap();
        let short = short_folder(&folder, "control.sock").unwrap();
        let _listener = UnixListener::bind(short.join("control.sock")).unwrap();
        assert!(folder.join("control.sock").exists());
        UnixStream::connect(short.join("control.sock")).unwrap();
    }
}
