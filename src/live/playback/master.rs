//! The playlist of playlists: the whole picture and the smaller ones, for players that choose by their line.

use std::fmt::Write;

use crate::config::Rendition;
use crate::live::ingest::Health;

/// What a stream is taken to need before it has been measured.
const USUAL_BITS: u64 = 4_000_000;
/// AAC beside a smaller picture.
const SOUND_BITS: u64 = 160_000;

/// The whole picture comes first. Sizes that are not smaller are left out.
pub fn render(renditions: &[Rendition], health: &Health) -> String {
    let mut text = String::from("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    let whole = match health.bits_per_second {
        0 => USUAL_BITS,
        // Averages hide peaks.
        bits => bits + bits / 5,
    };
    let size = health.video.as_ref().filter(|video| video.height > 0);
    let resolution = size.map(|video| format!(",RESOLUTION={}x{}", video.width, video.height));
    // Writing to a string does not fail.
    let _ = write!(
        text,
        "#EXT-X-STREAM-INF:BANDWIDTH={whole}{}\nindex.m3u8\n",
        resolution.unwrap_or_default()
    );
    let is_smaller =
        |rendition: &&Rendition| size.is_none_or(|video| rendition.height < video.height);
    for rendition in renditions.iter().filter(is_smaller) {
        let height = rendition.height;
        let width = size.map_or(height * 16 / 9, |video| height * video.width / video.height);
        let bits = rendition.bits_per_second + SOUND_BITS;
        let _ = write!(
            text,
            "#EXT-X-STREAM-INF:BANDWIDTH={bits},RESOLUTION={}x{height}\n{height}p/index.m3u8\n",
            width / 2 * 2
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sidecar::nginx_rtmp::stat::Video;

    #[test]
    fn sizes_that_are_no_smaller_are_left_out() {
        let renditions =
            [(720, 2_500_000), (480, 1_000_000)].map(|(height, bits_per_second)| Rendition {
                height,
                bits_per_second,
            });
        let health = Health {
            bits_per_second: 2_000_000,
            video: Some(Video {
                width: 1280,
                height: 720,
                frames_per_second: 25.0,
                codec: "H264".into(),
                profile: "High".into(),
            }),
            ..Health::default()
        };
        let text = render(&renditions, &health);
        assert!(text.contains("BANDWIDTH=2400000,RESOLUTION=1280x720\nindex.m3u8\n"));
        assert!(
            text.contains("RESOLUTION=852x480\n480p/index.m3u8\n"),
            "{text}"
        );
        assert!(!text.contains("720p/"), "{text}");
    }
}
