//! What publishers get wrong, and machines: each is told the teacher in words or refused, and the class goes on.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lectern::live::Picture;
use lectern::live::recording;

use crate::live_slides::{files, pdf};
use crate::support::{Encoder, PICTURE, Person, RtmpClient, SOUND, TestApp, eventually};
use crate::teaching::files::picture;

const TONE: [&str; 4] = ["-re", "-f", "lavfi", "-i"];

/// A frame header of HEVC in the extended format that OBS sends: keyframe, and what kind of packet.
fn hevc(packet: u8) -> Vec<u8> {
    [&[0x90 | packet], &b"hvc1"[..], &[0; 400]].concat()
}

/// Rows L1, L6: all at once in classes of their own, since each takes some seconds to be sure of.
#[tokio::test]
async fn every_fault_of_a_stream_is_told_its_teacher_in_words() {
    let app = TestApp::start_live().await;
    let (sound_only, picture_only) = (app.plan_class().await, app.plan_class().await);
    let (slow, sharp, silent) = (
        app.plan_class().await,
        app.plan_class().await,
        app.plan_class().await,
    );
    let modern = app.plan_class().await;
    for class in [&sharp, &silent] {
        class.start().await;
    }
    let url = |key: &str| app.rtmp_url(key);
    let _sound = Encoder::publish_as(
        &url(&sound_only.key),
        &[&TONE[..], &["sine"]].concat(),
        &SOUND,
    );
    let _picture = Encoder::publish_with(&url(&picture_only.key), &PICTURE, &[]);
    let rare = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-g",
        "250",
        "-keyint_min",
        "250",
    ];
    let _slow = Encoder::publish_with(&url(&slow.key), &rare, &SOUND);
    // Noise that nothing can be saved of: each frame is a keyframe of some megabytes.
    let noise = "testsrc2=s=1920x1080:r=1,noise=alls=100:allf=t+u";
    let large = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-qp",
        "1",
        "-pix_fmt",
        "yuv420p",
        "-g",
        "1",
        "-threads",
        "1",
    ];
    let inputs = [&TONE[..], &[noise], &TONE[..], &["sine"]].concat();
    let mut sharp_encoder =
        Encoder::publish_as(&url(&sharp.key), &inputs, &[&large[..], &SOUND].concat());
    let silent_encoder = silent.publish();
    let port = app.streams().rtmp_port().unwrap();
    let mut hevc_encoder = RtmpClient::publish(port, modern.key.as_bytes()).await;
    let sending = async {
        hevc_encoder.describe(1920.0, 1080.0).await;
        hevc_encoder.frame(&hevc(0)).await;
        for _ in 0..400 {
            hevc_encoder.frame(&hevc(1)).await;
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    };
    let watching = async {
        silent.shows(Picture::Playing).await;
        silent_encoder.freeze();
        silent.shows(Picture::Interrupted).await;
        eventually("the silent one is given up", async || {
            silent.events("disconnected", "") == 1
        })
        .await;
        eventually("HEVC is named", async || {
            modern.events("codec_problem", "video_codec") == 1
        })
        .await;
        eventually("a stream without picture", async || {
            sound_only.events("codec_problem", "no_video") == 1
        })
        .await;
        eventually("a stream without sound", async || {
            picture_only.events("no_audio", "") == 1
        })
        .await;
        eventually("frames of some megabytes", async || {
            sharp.events("keyframe_problem", "frames_too_large") == 1
        })
        .await;
        eventually("a keyframe each ten seconds", async || {
            slow.events("keyframe_problem", "keyframes") == 1
        })
        .await;
    };
    tokio::select! {
        () = watching => {}
        () = async { sending.await; std::future::pending().await } => {}
    }
    assert!(sharp_encoder.is_running(), "it is not cut off for that");
    // In words, where the teacher looks.
    let teacher = app.teacher().await;
    for (class, words) in [
        (&modern, "HEVC"),
        (&sound_only, "没有收到画面"),
        (&picture_only, "没有收到声音"),
        (&slow, "关键帧间隔"),
        (&sharp, "超过了 1 MB"),
    ] {
        let panel = teacher
            .get(&format!("/live/{}/studio/health", class.id))
            .await
            .html();
        let told = panel.texts("#health-events li").join(" ");
        assert!(told.contains(words), "{words}: {told}");
    }
    app.finish().await;
}

fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(everything_below(&path));
        }
        found.push(path);
    }
    found
}

/// Row L6.
#[tokio::test]
async fn names_that_are_no_names_are_refused_and_leave_nothing_behind() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let port = app.streams().rtmp_port().unwrap();
    let live = app.data().join("live");
    let before = everything_below(&live).len();
    let long = "a".repeat(300);
    let names = [
        "../../etc/passwd",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "%2e%2e%2fx",
        "a\0b",
        "",
        " ",
        "直播",
        long.as_str(),
        "x;rm -rf",
        "$(id)",
        "a?name=b",
    ];
    for name in names {
        let client = RtmpClient::publish(port, name.as_bytes()).await;
        assert!(
            client.hears_the_end(Duration::from_secs(10)).await,
            "{name:?} stays connected"
        );
    }
    assert_eq!(
        everything_below(&live).len(),
        before,
        "{:?}",
        everything_below(&live)
    );
    assert!(!app.data().parent().unwrap().join("x").exists());
    // Whoever has a name is taken all the same.
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    app.finish().await;
}

/// A file system of a few megabytes; gone with the handle.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: PathBuf) -> SmallDisk {
        std::fs::create_dir_all(&folder).unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"])
            .arg(&folder)
            .status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "only root can mount"
        );
        SmallDisk(folder)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(&self.0)
            .status();
    }
}

/// Row R16, as above.
#[tokio::test]
async fn a_full_store_refuses_courseware_in_words_leaves_nothing_and_recovers_by_itself() {
    if !nix::unistd::geteuid().is_root() {
        eprintln!("left out: only root can mount a small disk");
        return;
    }
    let mut disk = None;
    let app = TestApp::start_with(|config| {
        disk = Some(SmallDisk::mount(config.data.join("storage")));
    })
    .await;
    let store = app.data().join("storage");
    let class = app.plan_class().await;
    let teacher = app.teacher().await;
    let filler = store.join("filler");
    // As much as there is: the last write comes short.
    let _ = std::fs::write(&filler, vec![1; 8 << 20]);
    let slides = format!("/live/{}/slides", class.id);
    let upload = async |name: &str, content: Vec<u8>| {
        let form = files(&[(name, content)]);
        teacher.upload(&slides, form).await
    };
    let files_kept = || {
        let mut files = everything_below(&store);
        files.retain(|path| path.is_file());
        files
    };
    let before = files_kept();
    for (name, content) in [("a.png", picture()), ("a.pdf", pdf(2))] {
        let refused = upload(name, content).await;
        assert_eq!(refused.status(), 507, "{name}: {refused:?}");
    }
    assert_eq!(files_kept(), before, "nothing is left behind");
    let rows = "SELECT (SELECT count(*) FROM media) + (SELECT count(*) FROM live_decks) AS n";
    assert_eq!(app.count(rows), 0);
    // Room for the PDF and not for its pages.
    let length = std::fs::metadata(&filler).unwrap().len();
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(&filler)
        .unwrap();
    file.set_len(length - (16 << 10)).unwrap();
    drop(file);
    assert_eq!(upload("a.pdf", pdf(4)).await.status(), 303);
    eventually("the teacher is told", async || {
        let panel = teacher.get(&slides).await.html();
        panel
            .texts(".slides__deck [role=alert]")
            .join("")
            .contains("没有准备成功")
    })
    .await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_slides"), 0);
    std::fs::remove_file(&filler).unwrap();
    app.execute("UPDATE jobs SET run_at = now() WHERE finished_at IS NULL");
    eventually("its pages are there", async || {
        app.count("SELECT count(*) AS n FROM live_slides") == 4
    })
    .await;
    app.jobs_done().await;
    drop(disk);
    app.finish().await;
}

/// Rows R13, R16. Needs to be root, as in a container; elsewhere there is no disk small enough to fill.
#[tokio::test]
async fn a_full_disk_stops_the_recording_and_not_the_class_and_what_was_recorded_becomes_the_replay()
 {
    if !nix::unistd::geteuid().is_root() {
        eprintln!("left out: only root can mount a small disk");
        return;
    }
    let mut disk = None;
    let app = TestApp::start_with(|config| {
        config.live.rtmp_listen = Some("127.0.0.1:0".parse().unwrap());
        disk = Some(SmallDisk::mount(config.data.join("live/recordings")));
    })
    .await;
    let folder = app.data().join("live/recordings");
    let filler = folder.join("filler");
    std::fs::write(&filler, vec![1; 5 << 20]).unwrap();
    let class = app.plan_class().await;
    class.start().await;
    let mut encoder = class.publish();
    class.shows(Picture::Playing).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    // The rest is gone in no time.
    let _ = std::fs::write(folder.join("more"), vec![1; 8 << 20]);
    eventually("the teacher is told", async || {
        class.events("not_recorded", "") == 1
    })
    .await;
    assert!(encoder.is_running(), "the class goes on");
    assert_eq!(app.streams().picture(class.id), Picture::Playing);
    let teacher = app.teacher().await;
    let panel = teacher
        .get(&format!("/live/{}/studio/health", class.id))
        .await
        .html();
    assert!(
        panel
            .texts(".health__advice")
            .join(" ")
            .contains("磁盘满了")
    );
    class.end().await;
    encoder.ended().await;
    // There is no room for the film either: nothing is lost over that.
    eventually("the job has failed once", async || {
        app.count("SELECT count(*) AS n FROM jobs WHERE name = 'live.remux_recording' AND last_error IS NOT NULL") == 1
    })
    .await;
    assert_eq!(class.recordings(), 1, "the source is kept");
    assert_eq!(app.count("SELECT count(*) AS n FROM live_assets"), 0);
    std::fs::remove_file(&filler).unwrap();
    let _ = std::fs::remove_file(folder.join("more"));
    app.execute("UPDATE jobs SET run_at = now() WHERE finished_at IS NULL");
    let id = class.id;
    eventually("the replay is made of what there is", async || {
        let found = app
            .app()
            .db
            .run(move |conn| recording::replay_of(conn, id))
            .await;
        found
            .unwrap()
            .is_some_and(|replay| replay.duration_ms > 1500)
    })
    .await;
    let student = app.sign_in(Person::Xiaoming).await;
    assert!(
        student
            .get(&format!("/live/{}/replay", class.id))
            .await
            .html()
            .has("#film")
    );
    drop(disk);
    app.finish().await;
}
