//! What the health panel says, in plain words.

use i18n_embed_fl::fl;

use crate::i18n::{self, Loader};
use crate::live::Picture;
use crate::live::ingest::Health;

/// A line of the panel.
pub struct Check {
    /// `good`, `warn`, `bad` or `idle`: the mark before it.
    pub state: &'static str,
    pub name: String,
    pub value: String,
    /// What to do about it; empty if there is nothing to do.
    pub advice: String,
}

impl Check {
    fn good(name: String, value: String) -> Check {
        Check {
            state: "good",
            name,
            value,
            advice: String::new(),
        }
    }
}

/// Everything measured now, the connection first, problems last.
pub fn checks(l: Loader, health: &Health, picture: Picture) -> Vec<Check> {
    let Some(connected) = health.connected else {
        return vec![Check {
            state: "idle",
            name: fl!(l, "live-health-connection"),
            value: fl!(l, "live-health-nobody"),
            advice: fl!(l, "live-health-nobody-advice"),
        }];
    };
    let since = i18n::clock(i64::try_from(connected.as_millis()).unwrap_or(i64::MAX));
    let mut checks = vec![Check::good(
        fl!(l, "live-health-connection"),
        fl!(l, "live-health-connected", since = since),
    )];
    checks.push(picture_check(l, picture));
    checks.extend(measured(l, health));
    checks.extend(health.problems().into_iter().map(|problem| Check {
        state: "bad",
        name: fl!(l, "live-health-problem"),
        value: String::new(),
        advice: problem.words().in_(l),
    }));
    checks
}

fn picture_check(l: Loader, picture: Picture) -> Check {
    let name = fl!(l, "live-health-picture");
    match picture {
        Picture::Playing => Check::good(name, fl!(l, "live-health-picture-playing")),
        Picture::Waiting | Picture::Over => Check {
            state: "idle",
            name,
            value: fl!(l, "live-health-picture-waiting"),
            advice: String::new(),
        },
        Picture::Interrupted => Check {
            state: "warn",
            name,
            value: fl!(l, "live-health-picture-interrupted"),
            advice: fl!(l, "live-health-picture-interrupted-advice"),
        },
    }
}

fn measured(l: Loader, health: &Health) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(video) = &health.video {
        let mut value = format!("{} {}×{}", video.codec, video.width, video.height);
        // A browser's recorder does not say.
        if video.frames_per_second > 0.0 {
            value += &format!(" · {:.0} fps", video.frames_per_second);
        }
        checks.push(Check::good(fl!(l, "live-health-video"), value));
    }
    if let Some(audio) = &health.audio {
        let value = format!("{} · {} Hz", audio.codec, audio.sample_rate);
        checks.push(Check::good(fl!(l, "live-health-audio"), value));
    }
    if health.bits_per_second > 0 {
        let value = format!("{} kbit/s", health.bits_per_second / 1000);
        checks.push(Check::good(fl!(l, "live-health-bitrate"), value));
    }
    if let Some(seconds) = health.keyframe_interval {
        let seconds = format!("{seconds:.1}");
        let value = fl!(l, "live-health-keyframes-value", seconds = seconds);
        checks.push(Check::good(fl!(l, "live-health-keyframes"), value));
    }
    checks
}
