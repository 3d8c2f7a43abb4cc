//! Smaller pictures of a stream, for whoever's line is too thin for the whole one, if `LIVE_RENDITIONS` asks for them.
//!
//! Each segment is encoded by itself as soon as it is there, in all sizes by one ffmpeg. So every size has the same
//! segments with the same times, and nothing is lost but one segment when an ffmpeg dies: then, and where the machine is
//! too slow, the whole picture stands in for the small one.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::RwLock;
use tokio::sync::watch;

use crate::config::Rendition;
use crate::sidecar::ffmpeg::{self, Size};

/// More than this many segments behind, the machine is too slow.
const BACKLOG: usize = 2;

/// The small pictures of one run. The work ends when it is dropped.
pub struct Ladder {
    pub renditions: Arc<[Rendition]>,
    made: Arc<RwLock<Made>>,
    wanted: watch::Sender<Vec<u64>>,
}

/// By when a segment began: its bytes in each size.
type Made = HashMap<u64, Vec<Bytes>>;

impl Ladder {
    /// For the segments in this folder, made in the work folder. Must be called on the runtime.
    pub fn new(renditions: Arc<[Rendition]>, folder: PathBuf, work: PathBuf) -> Ladder {
        let (wanted, segments) = watch::channel(Vec::new());
        let made = Arc::new(RwLock::new(Made::new()));
        let maker = Maker {
            renditions: renditions.clone(),
            folder,
            work,
        };
        tokio::spawn(maker.run(segments, made.clone()));
        Ladder {
            renditions,
            made,
            wanted,
        }
    }

    /// Says which segments can be played now, in their order.
    pub fn follow(&self, segments: Vec<u64>) {
        self.wanted.send_if_modified(|known| {
            let is_new = *known != segments;
            *known = segments;
            is_new
        });
    }

    /// A segment in the size of this height.
    pub fn segment(&self, height: u32, id: u64) -> Option<Bytes> {
        let number = self.number(height)?;
        self.made.read().get(&id)?.get(number).cloned()
    }

    pub fn has(&self, id: u64) -> bool {
        self.made.read().contains_key(&id)
    }

    /// Whether there is such a size.
    pub fn number(&self, height: u32) -> Option<usize> {
        self.renditions
            .iter()
            .position(|rendition| rendition.height == height)
    }
}

struct Maker {
    renditions: Arc<[Rendition]>,
    folder: PathBuf,
    work: PathBuf,
}

impl Maker {
    async fn run(self, mut segments: watch::Receiver<Vec<u64>>, made: Arc<RwLock<Made>>) {
        while segments.changed().await.is_ok() {
            let wanted = segments.borrow_and_update().clone();
            made.write().retain(|id, _| wanted.contains(id));
            let is_missing = |id: &u64| !made.read().contains_key(id);
            let missing: Vec<u64> = wanted.into_iter().filter(is_missing).collect();
            let late = missing.len().saturating_sub(BACKLOG);
            for (number, id) in missing.into_iter().enumerate() {
                let Ok(whole) = tokio::fs::read(self.file(id)).await else {
                    continue;
                };
                let sizes = match number < late {
                    true => self.stand_in(whole.into()),
                    false => self.encode(id, whole.into()).await,
                };
                made.write().insert(id, sizes);
            }
        }
        // Whatever stays is written over by the next run.
        let _ = std::fs::remove_dir_all(&self.work);
    }

    async fn encode(&self, id: u64, whole: Bytes) -> Vec<Bytes> {
        let sizes = self.renditions.iter().map(|rendition| Size {
            height: rendition.height,
            bits_per_second: rendition.bits_per_second,
        });
        let sizes: Vec<Size> = sizes.collect();
        let made = async {
            std::fs::create_dir_all(&self.work)?;
            let files = ffmpeg::smaller(&self.file(id), &sizes, &self.work).await?;
            let read = files.iter().map(|file| Ok(std::fs::read(file)?.into()));
            read.collect::<anyhow::Result<Vec<Bytes>>>()
        };
        made.await.unwrap_or_else(|error| {
            tracing::warn!("a segment is shown whole for want of a small one: {error:#}");
            self.stand_in(whole)
        })
    }

    fn file(&self, id: u64) -> PathBuf {
        self.folder.join(format!("{id}.ts"))
    }

    fn stand_in(&self, whole: Bytes) -> Vec<Bytes> {
        vec![whole; self.renditions.len()]
    }
}
