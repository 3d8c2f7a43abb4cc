//! Playlists as text: nginx's read, ours written.
//!
//! Ours adds what nginx leaves out: the wall clock of each segment, how many breaks have scrolled away, and the end.

use std::fmt::Write;

/// A piece of the stream, a second long or as long as its encoder makes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// The Unix time in milliseconds at which it began to arrive; its file is named by it.
    pub id: u64,
    pub seconds: f64,
    /// Whether something is missing before it: the publisher was away.
    pub is_after_break: bool,
}

impl Segment {
    /// The Unix time in milliseconds at which it ends.
    pub fn end(&self) -> u64 {
        self.id + (self.seconds * 1000.0) as u64
    }
}

/// The segments that can be played now, and their place in the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// The number of the first segment, counted from the first of the run.
    pub sequence: u64,
    pub segments: Vec<Segment>,
}

impl Window {
    /// Reads nginx's playlist. Lines it does not know are passed over, as are names that are no number.
    pub fn parse(playlist: &str) -> Window {
        let mut window = Window::default();
        let (mut seconds, mut is_after_break) = (0.0, false);
        for line in playlist.lines().map(str::trim) {
            if let Some(number) = line.strip_prefix("#EXT-X-MEDIA-SEQUENCE:") {
                window.sequence = number.parse().unwrap_or(0);
            } else if let Some(duration) = line.strip_prefix("#EXTINF:") {
                seconds = duration.trim_end_matches(',').parse().unwrap_or(0.0);
            } else if line == "#EXT-X-DISCONTINUITY" {
                is_after_break = true;
            } else if let Some(id) = line.strip_suffix(".ts").and_then(|id| id.parse().ok()) {
                window.segments.push(Segment {
                    id,
                    seconds,
                    is_after_break,
                });
                is_after_break = false;
            }
        }
        window
    }

    /// The number after the last segment's.
    pub fn end(&self) -> u64 {
        self.sequence + self.segments.len() as u64
    }

    /// The part that ends after this moment (Unix milliseconds), with its place kept.
    pub fn since(&self, moment: u64) -> Window {
        let before = self
            .segments
            .iter()
            .take_while(|segment| segment.end() <= moment);
        self.without(before.count())
    }

    /// The rest, without so many at the beginning.
    pub fn without(&self, count: usize) -> Window {
        Window {
            sequence: self.sequence + count as u64,
            segments: self.segments[count..].to_vec(),
        }
    }
}

/// What a playlist says beside its segments.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame {
    /// How many breaks lie before the first segment.
    pub breaks_before: u64,
    /// The longest segment so far, in whole seconds; it must not change while the class runs, only grow.
    pub target_seconds: u64,
    /// Whether no further segment will come.
    pub is_over: bool,
}

/// The playlist as players get it, each segment under the name that it is given.
pub fn render(window: &Window, frame: Frame, name: &dyn Fn(u64) -> String) -> String {
    let mut text = format!(
        "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-TARGETDURATION:{}\n\
         #EXT-X-MEDIA-SEQUENCE:{}\n#EXT-X-DISCONTINUITY-SEQUENCE:{}\n",
        frame.target_seconds.max(1),
        window.sequence,
        frame.breaks_before,
    );
    for (place, segment) in window.segments.iter().enumerate() {
        if segment.is_after_break && place > 0 {
            text.push_str("#EXT-X-DISCONTINUITY\n");
        }
        let clock = chrono::DateTime::from_timestamp_millis(segment.id as i64).unwrap_or_default();
        let clock = clock.format("%Y-%m-%dT%H:%M:%S%.3fZ");
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "#EXT-X-PROGRAM-DATE-TIME:{clock}\n#EXTINF:{:.3},\n{}\n",
            segment.seconds,
            name(segment.id)
        );
    }
    if frame.is_over {
        text.push_str("#EXT-X-ENDLIST\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(id: u64) -> String {
        format!("{id}.ts")
    }

    const NGINX: &str = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-TARGETDURATION:1\n\
        #EXT-X-DISCONTINUITY\n#EXTINF:1.000,\n1795384250000.ts\n#EXTINF:0.967,\n1795384251000.ts\n\
        #EXT-X-DISCONTINUITY\n#EXTINF:1.000,\n1795384259000.ts\n";

    #[test]
    fn the_playlist_of_nginx_is_read_with_its_breaks() {
        let window = Window::parse(NGINX);
        assert_eq!((window.sequence, window.end()), (7, 10));
        let breaks: Vec<bool> = window.segments.iter().map(|s| s.is_after_break).collect();
        assert_eq!(breaks, [true, false, true]);
        assert_eq!(window.segments[1].seconds, 0.967);
        assert_eq!(
            Window::parse("#EXTINF:1,\n../../etc/passwd\nx.ts\n").segments,
            []
        );
    }

    #[test]
    fn players_get_the_wall_clock_the_breaks_and_the_end() {
        let window = Window::parse(NGINX);
        let frame = Frame {
            breaks_before: 2,
            target_seconds: 1,
            is_over: false,
        };
        assert_eq!(
            render(&window, frame, &plain),
            "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-TARGETDURATION:1\n\
             #EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-DISCONTINUITY-SEQUENCE:2\n\
             #EXT-X-PROGRAM-DATE-TIME:2026-11-22T21:50:50.000Z\n#EXTINF:1.000,\n1795384250000.ts\n\
             #EXT-X-PROGRAM-DATE-TIME:2026-11-22T21:50:51.000Z\n#EXTINF:0.967,\n1795384251000.ts\n\
             #EXT-X-DISCONTINUITY\n\
             #EXT-X-PROGRAM-DATE-TIME:2026-11-22T21:50:59.000Z\n#EXTINF:1.000,\n1795384259000.ts\n"
        );
        let over = Frame {
            is_over: true,
            ..frame
        };
        assert!(render(&window, over, &plain).ends_with("#EXT-X-ENDLIST\n"));
    }

    #[test]
    fn what_came_before_the_start_is_left_out_and_keeps_its_numbers() {
        let since = Window::parse(NGINX).since(1795384251500);
        assert_eq!((since.sequence, since.segments.len()), (8, 2));
    }
}
