//! What of a feed is handed out.

use std::sync::OnceLock;

use bytes::Bytes;

use super::Served;
use crate::live::playback::manifest::{Frame, Segment, Window, render};
use crate::live::playback::sound::sound_of;

/// A playlist, and what it was made of.
pub(super) struct Shown {
    pub playlist: Bytes,
    /// The same of the sound alone.
    pub sound: Bytes,
    pub window: Window,
    pub frame: Frame,
}

/// A segment in memory. Its sound is cut out for the first who wants it.
pub(super) struct Held {
    whole: Bytes,
    sound: OnceLock<Option<Bytes>>,
}

impl Held {
    pub fn new(whole: Bytes) -> Held {
        Held {
            whole,
            sound: OnceLock::new(),
        }
    }

    fn sound(&self) -> Option<Bytes> {
        let cut = || sound_of(&self.whole).map(Bytes::from);
        self.sound.get_or_init(cut).clone()
    }
}

impl Served {
    /// The playlist, for the audience or for those who may look before the class begins.
    pub fn playlist(&self, is_staff: bool) -> Option<Bytes> {
        Some(self.shown(is_staff)?.playlist.clone())
    }

    fn shown(&self, is_staff: bool) -> Option<&Shown> {
        match is_staff {
            true => self.preview.as_ref(),
            false => self.playlist.as_ref(),
        }
    }

    /// The same of the sound alone.
    pub fn sound(&self, is_staff: bool) -> Option<Bytes> {
        Some(self.shown(is_staff)?.sound.clone())
    }

    /// The same of a smaller picture, as far as that has been made.
    pub fn smaller(&self, is_staff: bool, has: impl Fn(u64) -> bool) -> Option<String> {
        let Shown { window, frame, .. } = self.shown(is_staff)?;
        let missing = window
            .segments
            .iter()
            .take_while(|segment| !has(segment.id));
        let missing = missing.count();
        let mut rest = window.without(missing);
        let made = rest.segments.iter().take_while(|segment| has(segment.id));
        let made = made.count();
        let is_over = frame.is_over && made == rest.segments.len();
        rest.segments.truncate(made);
        // The break before the first is counted with it.
        let gone = window.segments.iter().skip(1).take(missing);
        let gone = gone.filter(|segment| segment.is_after_break).count() as u64;
        let frame = Frame {
            breaks_before: frame.breaks_before + gone,
            is_over,
            ..*frame
        };
        (made > 0).then(|| render(&rest, frame, &|id| format!("{id}.ts")))
    }

    /// A segment that is in memory.
    pub fn segment(&self, id: u64) -> Option<Bytes> {
        Some(self.segments.get(&id)?.whole.clone())
    }

    /// The sound of a segment that is in memory; none inside if it has none.
    pub fn sound_of(&self, id: u64) -> Option<Option<Bytes>> {
        Some(self.segments.get(&id)?.sound())
    }

    /// Whether this segment is open to the audience: it is of the class, and not of what the teacher tried before it.
    pub fn is_open(&self, id: u64) -> bool {
        let longest = (self.seconds_per_segment * 2000.0) as u64;
        self.open_since.is_some_and(|since| id + longest > since)
    }

    /// The newest segment.
    pub fn newest(&self) -> Option<Segment> {
        self.newest
    }

    /// The average length of the last segments, in seconds; 0 without any.
    pub fn seconds_per_segment(&self) -> f64 {
        self.seconds_per_segment
    }
}
