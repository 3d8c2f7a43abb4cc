//! Whether what arrives is still being written down.

use std::io;

use crate::live::recording;
use crate::live::streams::Streams;

/// Tells every channel how much of its run has been recorded.
pub(super) fn look(streams: &Streams) -> io::Result<()> {
    let folder = &streams.inner().folders.recordings;
    let files = recording::files_in(folder)?;
    for channel in &streams.inner().channels {
        let of_run = files.iter().filter(|file| file.token() == channel.token);
        let sizes = of_run.filter_map(|file| std::fs::metadata(folder.join(file.name())).ok());
        channel.note_recorded(sizes.map(|about| about.len()).sum());
    }
    Ok(())
}
