//! What nginx-rtmp's stat page tells, as values.

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Deserializer};

/// Everything the RTMP server knows at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stat {
    /// The server's process; its client ids start again with each.
    pub pid: u32,
    /// Streams that come from publishers, under the names they were renamed to.
    pub live: Vec<Stream>,
    /// The same streams where HLS is made of them.
    pub hls: Vec<Stream>,
}

impl Stat {
    /// The published stream of this name.
    pub fn stream(&self, name: &str) -> Option<&Stream> {
        self.live.iter().find(|stream| stream.name == name)
    }
}

/// One stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    pub name: String,
    /// How long it has been there.
    pub age: Duration,
    /// Bits per second that come in, over the last ten seconds.
    pub bits_per_second: u64,
    pub bytes_in: u64,
    /// Who sends it; nobody between a publisher's end and the end of the last reader.
    pub publisher: Option<Publisher>,
    /// Nothing until the first header has come: a stream without video, or not yet.
    pub video: Option<Video>,
    pub audio: Option<Audio>,
}

/// The connection that sends a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Publisher {
    /// The `clientid` of the callbacks.
    pub client_id: String,
    /// The address without a port.
    pub address: String,
    /// What the program calls itself, as in `FMLE/3.0 (compatible; Lavf59.27.100)`; not to be trusted.
    pub program: String,
    pub connected: Duration,
}

/// The picture, in the server's words: `H264` is what browsers can play.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Video {
    #[serde(default)]
    pub width: u32,
    #[serde(default)]
    pub height: u32,
    #[serde(default, rename = "frame_rate")]
    pub frames_per_second: f64,
    #[serde(default)]
    pub codec: String,
    #[serde(default)]
    pub profile: String,
}

/// The sound, in the server's words: `AAC` is what browsers can play.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Audio {
    #[serde(default)]
    pub codec: String,
    #[serde(default)]
    pub channels: u32,
    #[serde(default)]
    pub sample_rate: u32,
}

/// Reads the stat page.
pub fn parse(xml: &str) -> Result<Stat> {
    let page: Page = quick_xml::de::from_str(xml).context("the stat page of nginx-rtmp")?;
    let applications = page
        .server
        .into_iter()
        .flat_map(|server| server.application);
    let mut stat = Stat {
        pid: page.pid,
        ..Stat::default()
    };
    for application in applications {
        let streams = application.live.stream.into_iter().map(Stream::from);
        match application.name.as_str() {
            "live" => stat.live.extend(streams),
            "hls" => stat.hls.extend(streams),
            _ => {}
        }
    }
    Ok(stat)
}

#[derive(Deserialize)]
struct Page {
    pid: u32,
    #[serde(default)]
    server: Vec<Server>,
}

#[derive(Deserialize)]
struct Server {
    #[serde(default)]
    application: Vec<Application>,
}

#[derive(Deserialize)]
struct Application {
    name: String,
    #[serde(default)]
    live: Live,
}

#[derive(Default, Deserialize)]
struct Live {
    #[serde(default)]
    stream: Vec<RawStream>,
}

#[derive(Deserialize)]
struct RawStream {
    #[serde(default)]
    name: String,
    #[serde(default)]
    time: u64,
    #[serde(default)]
    bw_in: u64,
    #[serde(default)]
    bytes_in: u64,
    #[serde(default)]
    client: Vec<RawClient>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Deserialize)]
struct RawClient {
    id: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    time: u64,
    #[serde(default)]
    flashver: String,
    /// An empty element that is there or not.
    #[serde(default, deserialize_with = "is_there")]
    publishing: bool,
}

#[derive(Default, Deserialize)]
struct Meta {
    video: Option<Video>,
    audio: Option<Audio>,
}

fn is_there<'de, D: Deserializer<'de>>(element: D) -> Result<bool, D::Error> {
    serde::de::IgnoredAny::deserialize(element).map(|_| true)
}

impl From<RawStream> for Stream {
    fn from(raw: RawStream) -> Self {
        let publisher = raw.client.into_iter().find(|client| client.publishing);
        Self {
            name: raw.name,
            age: Duration::from_millis(raw.time),
            bits_per_second: raw.bw_in,
            bytes_in: raw.bytes_in,
            publisher: publisher.map(|client| Publisher {
                client_id: client.id,
                address: client.address,
                program: client.flashver,
                connected: Duration::from_millis(client.time),
            }),
            video: raw.meta.video,
            audio: raw.meta.audio,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<?xml version="1.0" encoding="utf-8" ?>
<rtmp><nginx_version>1.22.1</nginx_version><pid>42</pid><uptime>8</uptime>
<server><application><name>live</name><live>
<stream><name>tok&amp;1</name><time>6652</time><bw_in>1000</bw_in><bytes_in>225252</bytes_in>
<client><id>3</id><address>127.0.0.1:19351/hls</address><time>6652</time><flashver>ngx-local-relay</flashver><active/></client>
<client><id>1</id><address>10.0.0.7</address><time>6826</time><flashver>FMLE/3.0</flashver><publishing/><active/></client>
<meta><video><width>320</width><height>240</height><frame_rate>25</frame_rate><codec>H264</codec><profile></profile><compat>0</compat><level>1.3</level></video><audio><codec>AAC</codec><profile>LC</profile><channels>1</channels><sample_rate>44100</sample_rate></audio></meta>
<nclients>2</nclients><publishing/><active/></stream>
<stream><name>silent</name><time>10</time><nclients>0</nclients></stream>
<nclients>2</nclients></live></application></server>
<server><application><name>hls</name><live><nclients>0</nclients></live></application></server></rtmp>"#;

    #[test]
    fn the_publisher_of_a_stream_and_its_codecs_are_read() {
        let stat = parse(PAGE).unwrap();
        assert_eq!(stat.pid, 42);
        assert!(stat.hls.is_empty());

        let stream = stat.stream("tok&1").unwrap();
        let publisher = stream.publisher.as_ref().unwrap();
        assert_eq!(
            (publisher.client_id.as_str(), publisher.address.as_str()),
            ("1", "10.0.0.7")
        );
        let video = stream.video.as_ref().unwrap();
        assert_eq!(
            (video.width, video.height, video.codec.as_str()),
            (320, 240, "H264")
        );
        assert_eq!(stream.audio.as_ref().unwrap().codec, "AAC");

        let silent = stat.stream("silent").unwrap();
        assert_eq!(
            (&silent.publisher, &silent.video, &silent.audio),
            (&None, &None, &None)
        );
    }

    #[test]
    fn a_server_without_streams_is_read() {
        assert_eq!(parse("<rtmp><pid>1</pid></rtmp>").unwrap().pid, 1);
        assert!(parse("<html>502</html>").is_err());
    }
}
