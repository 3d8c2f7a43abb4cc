//! Segments are removed by the age of their files, long after anybody plays them; recordings are never touched here.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Long after the last player has asked for it.
const KEPT: Duration = Duration::from_secs(600);
const EVERY: Duration = Duration::from_secs(30);

/// Removes segments older than [`KEPT`], and folders that have become empty, until the task is aborted.
pub(super) fn sweep(hls: PathBuf) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let folder = hls.clone();
            let swept = tokio::task::spawn_blocking(move || sweep_once(&folder, KEPT)).await;
            if let Ok(Err(error)) = swept {
                tracing::warn!("old segments cannot be removed: {error}");
            }
            tokio::time::sleep(EVERY).await;
        }
    })
}

fn sweep_once(hls: &Path, kept: Duration) -> std::io::Result<()> {
    let now = SystemTime::now();
    for stream in fs::read_dir(hls)?.flatten() {
        for file in fs::read_dir(stream.path())?.flatten() {
            let written = file.metadata().and_then(|about| about.modified());
            let age = written.map(|written| now.duration_since(written).unwrap_or_default());
            if age.is_ok_and(|age| age > kept) {
                fs::remove_file(file.path())?;
            }
        }
        // Refused while anything is in it.
        let _ = fs::remove_dir(stream.path());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_segments_go_and_new_ones_stay() {
        let hls = tempfile::tempdir().unwrap();
        for (stream, age) in [("over", 700), ("running", 10)] {
            fs::create_dir(hls.path().join(stream)).unwrap();
            let file = fs::File::create(hls.path().join(stream).join("1.ts")).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age))
                .unwrap();
        }
        sweep_once(hls.path(), KEPT).unwrap();
        assert!(!hls.path().join("over").exists());
        assert!(hls.path().join("running/1.ts").exists());
    }
}
