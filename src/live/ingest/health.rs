//! What arrives from a teacher's encoder, measured, and what is wrong with it in plain words.

use std::time::Duration;

use crate::i18n::Text;
use crate::live::model::StreamEventKind;
use crate::sidecar::nginx_rtmp::stat::{Audio, Stream, Video};
use crate::text;

/// A picture comes only with a keyframe, so more than this between two makes players wait and adds to the delay.
const LONGEST_KEYFRAME_INTERVAL: f64 = 2.5;
/// Headers come with the first frames; what is not known by then is missing.
const SETTLED: Duration = Duration::from_secs(5);

/// The state of a stream at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// How long the publisher has been connected; none while nobody publishes.
    pub connected: Option<Duration>,
    /// What the publishing program calls itself, unverified.
    pub program: String,
    pub video: Option<Video>,
    pub audio: Option<Audio>,
    /// Averaged by the server over ten seconds; 0 until then.
    pub bits_per_second: u64,
    /// The time between two keyframes in seconds, measured from what players get; none until there is some.
    pub keyframe_interval: Option<f64>,
    /// Whether what arrives is no longer written down, as on a full disk.
    pub is_unrecorded: bool,
    /// Whether a picture arrives that players could show, and none comes out for them.
    pub is_unseen: bool,
}

/// Something that learners would notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// No browser plays it: not H.264 (perhaps HEVC or AV1).
    VideoCodec,
    NoVideo,
    NoAudio,
    /// Not AAC.
    AudioCodec,
    KeyframesTooRare,
    /// It goes on, but there will be no replay of it.
    NotRecorded,
    /// The RTMP server makes segments of no frame above a megabyte.
    FramesTooLarge,
}

impl Health {
    /// What the server's stat page and the segments tell of a stream.
    pub(super) fn of(stream: &Stream, seconds_per_segment: f64) -> Health {
        Health {
            connected: stream
                .publisher
                .as_ref()
                .map(|publisher| publisher.connected),
            program: stream
                .publisher
                .as_ref()
                .map(|publisher| publisher.program.clone())
                .unwrap_or_default(),
            // Of what does not come the server knows neither codec nor size; of what it does not understand, the size.
            video: stream
                .video
                .clone()
                .filter(|video| !video.codec.is_empty() || video.width > 0),
            audio: stream
                .audio
                .clone()
                .filter(|audio| !audio.codec.is_empty() || audio.sample_rate > 0),
            bits_per_second: stream.bits_per_second,
            keyframe_interval: (seconds_per_segment > 0.0).then_some(seconds_per_segment),
            is_unrecorded: false,
            is_unseen: false,
        }
    }

    /// What is wrong, the worst first. Nothing while nobody publishes or it has only just begun.
    pub fn problems(&self) -> Vec<Problem> {
        if self.connected.is_none_or(|connected| connected < SETTLED) {
            return Vec::new();
        }
        let mut problems = Vec::new();
        match &self.video {
            None => problems.push(Problem::NoVideo),
            Some(video) if video.codec != "H264" => problems.push(Problem::VideoCodec),
            Some(_) => {}
        }
        match &self.audio {
            None => problems.push(Problem::NoAudio),
            Some(audio) if audio.codec != "AAC" => problems.push(Problem::AudioCodec),
            Some(_) => {}
        }
        if self
            .keyframe_interval
            .is_some_and(|seconds| seconds > LONGEST_KEYFRAME_INTERVAL)
        {
            problems.push(Problem::KeyframesTooRare);
        }
        let is_playable = self
            .video
            .as_ref()
            .is_some_and(|video| video.codec == "H264");
        if self.is_unseen && is_playable {
            problems.push(Problem::FramesTooLarge);
        }
        if self.is_unrecorded {
            problems.push(Problem::NotRecorded);
        }
        problems
    }
}

impl Problem {
    /// What it is and what to do about it.
    pub fn words(self) -> Text {
        match self {
            Problem::VideoCodec => text!("live-problem-video-codec"),
            Problem::NoVideo => text!("live-problem-no-video"),
            Problem::NoAudio => text!("live-problem-no-audio"),
            Problem::AudioCodec => text!("live-problem-audio-codec"),
            Problem::KeyframesTooRare => text!("live-problem-keyframes"),
            Problem::NotRecorded => text!("live-problem-not-recorded"),
            Problem::FramesTooLarge => text!("live-problem-frames-too-large"),
        }
    }

    const ALL: [Problem; 7] = [
        Problem::VideoCodec,
        Problem::NoVideo,
        Problem::NoAudio,
        Problem::AudioCodec,
        Problem::KeyframesTooRare,
        Problem::NotRecorded,
        Problem::FramesTooLarge,
    ];

    pub(super) fn from_name(name: &str) -> Option<Problem> {
        Problem::ALL
            .into_iter()
            .find(|problem| problem.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Problem::VideoCodec => "video_codec",
            Problem::NoVideo => "no_video",
            Problem::NoAudio => "no_audio",
            Problem::AudioCodec => "audio_codec",
            Problem::KeyframesTooRare => "keyframes",
            Problem::NotRecorded => "not_recorded",
            Problem::FramesTooLarge => "frames_too_large",
        }
    }

    /// How it is written among the events of the stream.
    pub(super) fn event(self) -> StreamEventKind {
        match self {
            Problem::VideoCodec | Problem::NoVideo | Problem::AudioCodec => {
                StreamEventKind::CodecProblem
            }
            Problem::NoAudio => StreamEventKind::NoAudio,
            Problem::KeyframesTooRare | Problem::FramesTooLarge => StreamEventKind::KeyframeProblem,
            Problem::NotRecorded => StreamEventKind::NotRecorded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn healthy() -> Health {
        let video = Video {
            width: 1280,
            height: 720,
            frames_per_second: 30.0,
            codec: "H264".into(),
            profile: "High".into(),
        };
        let audio = Audio {
            codec: "AAC".into(),
            channels: 2,
            sample_rate: 48000,
        };
        Health {
            connected: Some(Duration::from_secs(60)),
            video: Some(video),
            audio: Some(audio),
            keyframe_interval: Some(1.0),
            ..Health::default()
        }
    }

    #[test]
    fn a_stream_that_browsers_can_play_has_no_problems() {
        assert_eq!(healthy().problems(), []);
    }

    #[test]
    fn what_learners_would_notice_is_named() {
        let mut health = healthy();
        // HEVC by the extended RTMP format: the server knows no name for it.
        if let Some(video) = &mut health.video {
            video.codec.clear();
        }
        health.audio = None;
        health.keyframe_interval = Some(8.3);
        let problems = [
            Problem::VideoCodec,
            Problem::NoAudio,
            Problem::KeyframesTooRare,
        ];
        assert_eq!(health.problems(), problems);
    }

    #[test]
    fn the_first_seconds_are_no_problem() {
        let starting = Health {
            connected: Some(Duration::from_secs(1)),
            ..Health::default()
        };
        assert_eq!(starting.problems(), []);
        assert_eq!(Health::default().problems(), []);
    }
}
