//! Publishers at the door: segments, recordings, refusals, and keys that stay secret.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use lectern::sidecar::nginx_rtmp::Settings;
use lectern::sidecar::{DataLock, NginxRtmp};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use super::publisher::{Callbacks, publish};

struct Bench {
    nginx: NginxRtmp,
    callbacks: Callbacks,
    _lock: DataLock,
    data: TempDir,
}

impl Bench {
    async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let lock = DataLock::take(data.path()).unwrap();
        let callbacks = Callbacks::answer().await;
        let nginx = NginxRtmp::start(&lock, settings(&callbacks)).await.unwrap();
        Self {
            nginx,
            callbacks,
            _lock: lock,
            data,
        }
    }

    fn url(&self, key: &str) -> String {
        format!("rtmp://{}/live/{key}", self.nginx.rtmp_address())
    }

    fn segments(&self) -> Vec<String> {
        let mut names = names(&self.nginx.hls_folder().join("token"));
        names.retain(|name| name.ends_with(".ts"));
        names
    }
}

fn settings(callbacks: &Callbacks) -> Settings {
    Settings {
        rtmp_listen: "127.0.0.1:0".parse().unwrap(),
        callback_port: callbacks.port,
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_so().await {
        assert!(Instant::now() < until, "not within 20 s: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_known_key_becomes_segments_and_a_recording_under_its_opaque_name() {
    let bench = Bench::start().await;
    let _publisher = publish(&bench.url("good-key?name=victim"));
    eventually("three segments", async || bench.segments().len() > 3).await;

    let stat = bench.nginx.stat().await.unwrap();
    let stream = stat.stream("token").unwrap();
    let video = stream.video.as_ref().unwrap();
    assert_eq!((video.width, video.codec.as_str()), (320, "H264"));
    assert_eq!(stream.audio.as_ref().unwrap().codec, "AAC");
    let (path, form) = &bench.callbacks.of("/publish")[0];
    assert_eq!(*path, format!("/{}/publish", bench.nginx.callback_secret()));
    assert_eq!(
        stream.publisher.as_ref().unwrap().client_id,
        form["clientid"]
    );

    let times: Vec<i64> = bench
        .segments()
        .iter()
        .map(|name| name[..13].parse().unwrap())
        .collect();
    for pair in times.windows(2).skip(1) {
        assert!(
            (pair[1] - pair[0] - 1000).abs() < 300,
            "one-second segments: {times:?}"
        );
    }

    assert!(bench.nginx.drop_publisher("token").await.unwrap());
    eventually("the recording is reported", async || {
        bench.callbacks.of("/record_done").len() == 1
    })
    .await;
    let recordings = names(&bench.nginx.recordings_folder());
    assert!(
        recordings.len() == 1 && recordings[0].starts_with("token-"),
        "{recordings:?}"
    );
    assert!(bench.callbacks.of("/record_done")[0].1["path"].ends_with(&recordings[0]));
    eventually("the stream is gone from both applications", async || {
        let stat = bench.nginx.stat().await.unwrap();
        stat.live.is_empty() && stat.hls.is_empty()
    })
    .await;
    assert!(!bench.nginx.drop_publisher("token").await.unwrap());
    bench.nginx.stop().await;
}

#[tokio::test]
async fn an_unknown_key_is_refused_and_nothing_is_kept() {
    let bench = Bench::start().await;
    let mut publisher = publish(&bench.url("bad-key"));
    assert!(!publisher.wait().await.unwrap().success());
    assert_eq!(bench.callbacks.of("/publish").len(), 1);
    assert!(names(&bench.nginx.recordings_folder()).is_empty());
    assert!(names(&bench.nginx.hls_folder()).is_empty());
    bench.nginx.stop().await;
}

#[tokio::test]
async fn a_key_is_in_no_file_and_no_file_name() {
    let bench = Bench::start().await;
    let key = format!("good-{}", uuid::Uuid::new_v4());
    let _publisher = publish(&bench.url(&key));
    eventually("a segment", async || !bench.segments().is_empty()).await;
    // What there is to log is logged when the publisher is gone.
    assert!(bench.nginx.drop_publisher("token").await.unwrap());
    eventually("the recording is reported", async || {
        bench.callbacks.of("/record_done").len() == 1
    })
    .await;
    bench.nginx.stop().await;
    for folder in [bench.data.path(), Path::new("/var/log/nginx")] {
        let search = std::process::Command::new("grep")
            .args(["-rla", &key])
            .arg(folder)
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&search.stdout), "");
        let search = std::process::Command::new("find")
            .arg(folder)
            .args(["-name", &format!("*{key}*")])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&search.stdout), "");
    }
}

#[tokio::test]
async fn a_publisher_whose_line_falls_silent_is_cut_off() {
    let bench = Bench::start().await;
    let publisher = publish(&bench.url("good-key"));
    eventually("a segment", async || !bench.segments().is_empty()).await;
    let silent = Pid::from_raw(publisher.id().unwrap() as i32);
    kill(silent, Signal::SIGSTOP).unwrap();
    eventually("its end is reported", async || {
        bench.callbacks.of("/record_done").len() == 1
    })
    .await;
    bench.nginx.stop().await;
}

#[tokio::test]
async fn nobody_watches_over_rtmp() {
    let bench = Bench::start().await;
    let _publisher = publish(&bench.url("good-key"));
    eventually("a segment", async || !bench.segments().is_empty()).await;
    let player = tokio::process::Command::new("ffprobe")
        .args(["-v", "quiet", &bench.url("token")])
        .kill_on_drop(true)
        .status();
    let player = tokio::time::timeout(Duration::from_secs(10), player).await;
    assert!(!player.unwrap().unwrap().success());
    bench.nginx.stop().await;
}

#[tokio::test]
async fn a_killed_server_comes_back_on_the_same_port_within_seconds() {
    let bench = Bench::start().await;
    let first = bench.nginx.pid().unwrap();
    kill(Pid::from_raw(first as i32), Signal::SIGKILL).unwrap();
    eventually(
        "another process answers",
        async || matches!(bench.nginx.stat().await, Ok(stat) if stat.pid != first),
    )
    .await;
    let _publisher = publish(&bench.url("good-key"));
    eventually("a segment", async || !bench.segments().is_empty()).await;

    bench.nginx.stop().await;
    assert!(TcpStream::connect(bench.nginx.rtmp_address()).is_err());
    assert!(bench.nginx.stat().await.is_err());
}

#[tokio::test]
async fn a_port_in_use_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let data = tempfile::tempdir().unwrap();
    let lock = DataLock::take(data.path()).unwrap();
    let wanted = Settings {
        rtmp_listen: taken.local_addr().unwrap(),
        callback_port: 1,
    };
    let error = NginxRtmp::start(&lock, wanted).await.err().unwrap();
    assert!(
        format!("{error:#}").contains("LECTERN_RTMP_LISTEN"),
        "{error:#}"
    );
}
