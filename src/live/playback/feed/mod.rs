//! What players of one room get: playlists and hot segments, in memory, ready to send.
//!
//! The truth is nginx's playlist in the folder of the run: it keeps counting over reconnects and restarts, so a feed can
//! be made anew at any time and goes on where it was. Only [`Feed::read`] touches the disk.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

use parking_lot::{Mutex, RwLock};

use super::ladder::Ladder;
use super::manifest::{Frame, Segment, Window, render};
use super::signature::Signer;

mod shown;

use shown::{Held, Shown};

const PLAYLIST: &str = "index.m3u8";

/// The feed of one run of a room.
pub struct Feed {
    folder: PathBuf,
    signer: Option<Signer>,
    ladder: Option<Ladder>,
    /// What the reader knows; nobody else takes this lock.
    reading: Mutex<Reading>,
    /// What is served. Replaced as a whole, so that a request holds the lock for the time of a clone.
    served: RwLock<Arc<Served>>,
}

#[derive(Default)]
struct Reading {
    written_at: Option<SystemTime>,
    window: Window,
    /// What to add to nginx's numbers: they begin anew after a break so long that its playlist was swept away.
    numbered_before: u64,
    /// When the breaks were, as far as this process has seen them.
    breaks: Vec<u64>,
    target_seconds: u64,
    /// From when on the audience may watch; none before the start of the class.
    open_since: Option<u64>,
    is_over: bool,
}

/// One state of a feed.
#[derive(Default)]
pub struct Served {
    /// For the audience; none while there is nothing for it.
    playlist: Option<Shown>,
    /// For the staff, also before the class has begun.
    preview: Option<Shown>,
    segments: HashMap<u64, Arc<Held>>,
    open_since: Option<u64>,
    newest: Option<Segment>,
    seconds_per_segment: f64,
}

impl Feed {
    /// The feed of the run whose segments lie in this folder, which need not exist yet.
    pub fn new(folder: PathBuf, signer: Option<Signer>, ladder: Option<Ladder>) -> Feed {
        Feed {
            folder,
            signer,
            ladder,
            reading: Mutex::default(),
            served: RwLock::default(),
        }
    }

    /// Lets the audience in from this moment on (Unix milliseconds); nothing earlier is shown to it.
    pub fn open(&self, since: Option<u64>) {
        let mut reading = self.reading.lock();
        if reading.open_since != since {
            reading.open_since = since;
            self.serve(&reading, self.served().segments.clone());
        }
    }

    /// Says that nothing will follow.
    pub fn finish(&self) {
        let mut reading = self.reading.lock();
        if !reading.is_over {
            reading.is_over = true;
            self.serve(&reading, self.served().segments.clone());
        }
    }

    /// Looks whether nginx has written more, and takes it in. Blocks.
    ///
    /// # Returns
    /// The moments (Unix milliseconds) of the first pictures after breaks, as far as they are new.
    pub fn read(&self) -> io::Result<Vec<u64>> {
        let mut reading = self.reading.lock();
        let Some(written_at) = modified(&self.folder.join(PLAYLIST))? else {
            return Ok(Vec::new());
        };
        if reading.is_over || reading.written_at == Some(written_at) {
            return Ok(Vec::new());
        }
        let mut window = Window::parse(&fs::read_to_string(self.folder.join(PLAYLIST))?);
        let segments = self.load(&mut window)?;
        reading.written_at = Some(written_at);
        if window.end() + reading.numbered_before < reading.window.end() {
            reading.numbered_before = reading.window.end();
        }
        window.sequence += reading.numbered_before;
        let new_breaks: Vec<u64> = window
            .segments
            .iter()
            .filter(|segment| segment.is_after_break && !reading.breaks.contains(&segment.id))
            .map(|segment| segment.id)
            .collect();
        reading.breaks.extend(&new_breaks);
        let longest = window
            .segments
            .iter()
            .map(|s| s.seconds)
            .fold(0.0, f64::max);
        reading.target_seconds = reading.target_seconds.max(longest.round() as u64);
        reading.window = window;
        self.serve(&reading, segments);
        Ok(new_breaks)
    }

    /// The segments of the window: those in memory, and those that are new from the disk. Old ones that have been swept
    /// away are taken out of the window.
    fn load(&self, window: &mut Window) -> io::Result<HashMap<u64, Arc<Held>>> {
        let known = self.served();
        let mut segments = HashMap::new();
        for (place, segment) in window.segments.iter().enumerate().rev() {
            let held = match known.segments.get(&segment.id) {
                Some(held) => held.clone(),
                None => match fs::read(self.file(segment.id)) {
                    Ok(bytes) => Arc::new(Held::new(bytes.into())),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        *window = window.without(place + 1);
                        break;
                    }
                    Err(error) => return Err(error),
                },
            };
            segments.insert(segment.id, held);
        }
        Ok(segments)
    }

    fn serve(&self, reading: &Reading, segments: HashMap<u64, Arc<Held>>) {
        let newest = reading.window.segments.last().copied();
        let open = reading.open_since.map(|since| reading.window.since(since));
        let served = Served {
            playlist: open.and_then(|window| self.shown(reading, window)),
            preview: self.shown(reading, reading.window.clone()),
            segments,
            open_since: reading.open_since,
            newest,
            seconds_per_segment: reading.seconds_per_segment(),
        };
        if let Some(ladder) = &self.ladder {
            let segments = reading.window.segments.iter();
            ladder.follow(segments.map(|segment| segment.id).collect());
        }
        *self.served.write() = Arc::new(served);
    }

    fn shown(&self, reading: &Reading, window: Window) -> Option<Shown> {
        let frame = reading.frame(&window)?;
        let name = |id: u64| match (&self.signer, self.token()) {
            (Some(signer), Some(token)) => signer.address(token, id),
            _ => format!("{id}.ts"),
        };
        Some(Shown {
            playlist: render(&window, frame, &name).into(),
            sound: render(&window, frame, &|id| format!("{id}.aac")).into(),
            window,
            frame,
        })
    }

    /// The name of the run, which is its folder's.
    fn token(&self) -> Option<&str> {
        self.folder.file_name()?.to_str()
    }

    /// The smaller pictures, if there are any.
    pub fn ladder(&self) -> Option<&Ladder> {
        self.ladder.as_ref()
    }

    /// What can be served now.
    pub fn served(&self) -> Arc<Served> {
        self.served.read().clone()
    }

    /// The file of a segment, for the few players that are so far behind that it is no longer in memory.
    pub fn file(&self, id: u64) -> PathBuf {
        self.folder.join(format!("{id}.ts"))
    }
}

impl Reading {
    /// None for a window without segments.
    fn frame(&self, window: &Window) -> Option<Frame> {
        let first = window.segments.first()?;
        Some(Frame {
            breaks_before: self.breaks.iter().filter(|at| **at <= first.id).count() as u64,
            target_seconds: self.target_seconds,
            is_over: self.is_over,
        })
    }

    /// Over the last ten, for they follow the encoder's keyframes.
    fn seconds_per_segment(&self) -> f64 {
        let segments = &self.window.segments;
        let last = &segments[segments.len().saturating_sub(10)..];
        let seconds: f64 = last.iter().map(|segment| segment.seconds).sum();
        seconds / last.len().max(1) as f64
    }
}

fn modified(file: &Path) -> io::Result<Option<SystemTime>> {
    match fs::metadata(file) {
        Ok(about) => about.modified().map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
