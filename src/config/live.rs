//! Live classes: where they come in, how their pictures go out.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use url::Url;

use super::{parsed, var};

#[derive(Clone, Debug)]
pub struct Live {
    /// `LECTERN_RTMP_LISTEN` (0.0.0.0:1935): where OBS and ffmpeg publish. `off` turns live streams off.
    pub rtmp_listen: Option<SocketAddr>,
    /// `LECTERN_LIVE_IDLE_MINUTES` (30): a class without a picture for so long is ended.
    pub idle_limit: Duration,
    /// `LIVE_RENDITIONS` (none): smaller pictures for thin lines, as `720p:2500k,480p:1000k`.
    pub renditions: Vec<Rendition>,
    /// `HLS_BASE_URL` (none): players fetch segments there in place of here, by signed addresses.
    pub segments: Option<Segments>,
}

/// A smaller picture that is made of each stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// In lines.
    pub height: u32,
    pub bits_per_second: u64,
}

/// Where segments are fetched, if not here.
#[derive(Clone)]
pub struct Segments {
    /// `HLS_BASE_URL`: nginx or a CDN with the files of `live/hls` below it, or this program's own `/live/segments`.
    pub base: Url,
    /// `HLS_SECRET`: at least 32 characters, the same as in `secure_link_md5` of nginx.
    pub secret: String,
}

impl Live {
    pub(super) fn from_env() -> anyhow::Result<Live> {
        let is_off = var("LECTERN_RTMP_LISTEN").is_some_and(|value| value == "off");
        let minutes: u64 = parsed("LECTERN_LIVE_IDLE_MINUTES", "30")?;
        let renditions = var("LIVE_RENDITIONS").unwrap_or_default();
        Ok(Live {
            rtmp_listen: match is_off {
                true => None,
                false => Some(parsed("LECTERN_RTMP_LISTEN", "0.0.0.0:1935")?),
            },
            idle_limit: Duration::from_secs(60 * minutes.max(1)),
            renditions: read_renditions(&renditions)
                .context("LIVE_RENDITIONS takes sizes and rates, like 720p:2500k,480p:1000k")?,
            segments: Segments::from_env()?,
        })
    }
}

impl Segments {
    fn from_env() -> anyhow::Result<Option<Segments>> {
        let Some(base) = var("HLS_BASE_URL") else {
            return Ok(None);
        };
        let base: Url = base.parse().context("HLS_BASE_URL is no address")?;
        if !matches!(base.scheme(), "http" | "https") || base.query().is_some() {
            bail!("HLS_BASE_URL must be an http or https address, like https://cdn.example/hls");
        }
        let secret = var("HLS_SECRET").unwrap_or_default();
        ensure!(
            secret.len() >= 32 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "HLS_BASE_URL needs HLS_SECRET: at least 32 letters and digits; `openssl rand -hex 32` makes some"
        );
        Ok(Some(Segments { base, secret }))
    }
}

impl std::fmt::Debug for Segments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segments")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

/// The largest first, each size once.
fn read_renditions(text: &str) -> anyhow::Result<Vec<Rendition>> {
    let words = text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    let mut renditions = words
        .map(read_rendition)
        .collect::<anyhow::Result<Vec<_>>>()?;
    renditions.sort_by_key(|rendition| std::cmp::Reverse(rendition.height));
    renditions.dedup_by_key(|rendition| rendition.height);
    ensure!(renditions.len() <= 4, "more than four are too many");
    Ok(renditions)
}

fn read_rendition(word: &str) -> anyhow::Result<Rendition> {
    let (size, rate) = word.split_once(':').context("a size and a rate")?;
    let height: u32 = size.strip_suffix('p').context("a size")?.parse()?;
    let kilobits: u64 = rate.strip_suffix('k').context("a rate")?.parse()?;
    ensure!((90..=2160).contains(&height), "{height} lines");
    ensure!((50..=50_000).contains(&kilobits), "{kilobits} kbit/s");
    Ok(Rendition {
        height,
        bits_per_second: kilobits * 1000,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renditions_are_read_largest_first() {
        let read = |text: &str| {
            let found = read_renditions(text).ok()?;
            let pairs = found.iter().map(|one| (one.height, one.bits_per_second));
            Some(pairs.collect::<Vec<_>>())
        };
        assert_eq!(read(""), Some(vec![]));
        assert_eq!(
            read("480p:1000k, 720p:2500k"),
            Some(vec![(720, 2_500_000), (480, 1_000_000)])
        );
        for wrong in ["720", "720p", "p:1k", "720p:x", "9999p:1000k", "720p:1M"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
