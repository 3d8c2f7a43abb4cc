//! From the recorded parts to the replay, whatever is killed on the way.

use std::time::Duration;

use lectern::live::recording::{self, Replay};
use lectern::live::{Happening, Picture};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Class, Encoder, TestApp, eventually};

async fn replay(app: &TestApp, class: &Class<'_>) -> Option<Replay> {
    let id = class.id;
    let found = app
        .app()
        .db
        .run(move |conn| recording::replay_of(conn, id))
        .await;
    found.expect("the database")
}

async fn replay_made(app: &TestApp, class: &Class<'_>) -> Replay {
    eventually("the replay is ready", async || {
        replay(app, class).await.is_some()
    })
    .await;
    replay(app, class).await.unwrap()
}

/// Publishes for so long.
async fn publish_for(class: &Class<'_>, seconds: u64) {
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    encoder.kill().await;
    class.shows(Picture::Interrupted).await;
}

/// What ffmpeg complains about when it plays the whole film.
async fn complaints(app: &TestApp, replay: &Replay) -> String {
    let id = replay.film.media_id;
    let media = app
        .app()
        .db
        .run(move |conn| lectern::storage::Media::find(conn, id))
        .await;
    let key = media.unwrap().storage_key().to_owned();
    let played = tokio::process::Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-i"])
        .arg(app.app().storage.local_path(&key).unwrap())
        // Frames of two parts may fall into one tick of the null format's clock.
        .args(["-vsync", "vfr", "-f", "null", "-"])
        .output()
        .await
        .unwrap();
    String::from_utf8_lossy(&played.stderr).into_owned()
}

#[tokio::test]
async fn a_class_with_an_interruption_becomes_one_film_that_knows_what_time_it_was() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let mut events = app.streams().subscribe();
    publish_for(&class, 3).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    publish_for(&class, 3).await;
    class.end().await;

    let replay = replay_made(&app, &class).await;
    assert!(replay.film.is_published);
    assert!(replay.poster.is_some());
    assert_eq!(complaints(&app, &replay).await, "");
    let [first, second] = replay.timeline.spans() else {
        panic!("two parts: {:?}", replay.timeline);
    };
    assert_eq!((first.offset, second.offset), (0, first.duration));
    let length = first.duration + second.duration;
    assert!((length - replay.duration_ms).abs() < 500, "{replay:?}");
    let pause = second.wall_clock - first.wall_clock - first.duration;
    assert!(pause > 1000, "the pause is not in the film: {pause} ms");
    assert_eq!(
        replay.timeline.film_time(second.wall_clock + 700),
        second.offset + 700
    );

    assert_eq!(
        class.recordings(),
        0,
        "the sources are gone once the film is there"
    );
    eventually("everybody is told", async || {
        events
            .try_recv()
            .is_ok_and(|event| event.what == Happening::ReplayReady)
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn what_came_before_the_start_is_not_in_the_replay() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    publish_for(&class, 1).await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    class.start().await;
    let began = chrono::Utc::now().timestamp_millis();
    tokio::time::sleep(Duration::from_secs(4)).await;
    class.end().await;
    encoder.ended().await;

    let replay = replay_made(&app, &class).await;
    let [span] = replay.timeline.spans() else {
        panic!("one part: {:?}", replay.timeline);
    };
    assert!((span.wall_clock - began).abs() < 2500, "{span:?} {began}");
    assert!(
        (3000..7500).contains(&replay.duration_ms),
        "{}",
        replay.duration_ms
    );
    assert_eq!(complaints(&app, &replay).await, "");
    app.finish().await;
}

#[tokio::test]
async fn parts_that_differ_are_made_alike() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    publish_for(&class, 4).await;
    let small = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-profile:v",
        "baseline",
        "-g",
        "25",
        "-pix_fmt",
        "yuv420p",
        "-vf",
        "scale=160:100",
    ];
    let encoder = Encoder::publish_with(&app.rtmp_url(&class.key), &small, &[]);
    class.shows(Picture::Playing).await;
    encoder.kill().await;
    class.shows(Picture::Interrupted).await;
    class.end().await;

    let replay = replay_made(&app, &class).await;
    assert_eq!(replay.timeline.spans().len(), 2);
    assert_eq!(complaints(&app, &replay).await, "");
    app.finish().await;
}

#[tokio::test]
async fn a_class_without_any_picture_has_no_replay_and_leaves_no_work() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    class.end().await;
    app.jobs_done().await;
    assert!(replay(&app, &class).await.is_none());
    app.finish().await;
}

/// The processes of this name that work below the data folder.
pub fn workers(app: &TestApp, name: &str) -> Vec<Pid> {
    let data = app.data().display().to_string();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|process| {
            let pid = process.file_name().to_str()?.parse().ok()?;
            let arguments = std::fs::read(process.path().join("cmdline")).ok()?;
            let arguments = String::from_utf8_lossy(&arguments).into_owned();
            let called = arguments.split('\0').next()?.ends_with(name);
            (called && arguments.contains(&data)).then(|| Pid::from_raw(pid))
        })
        .collect()
}

#[tokio::test]
async fn a_killed_ffmpeg_costs_an_attempt_and_no_recording() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    publish_for(&class, 2).await;
    class.end().await;
    let mut killed = 0;
    eventually("an ffmpeg at work is killed", async || {
        for pid in workers(&app, "ffmpeg")
            .into_iter()
            .chain(workers(&app, "ffprobe"))
        {
            killed += usize::from(kill(pid, Signal::SIGKILL).is_ok());
        }
        app.count("SELECT count(*) AS n FROM jobs WHERE last_error IS NOT NULL") == 1
    })
    .await;
    assert!(killed > 0);
    assert!(
        replay(&app, &class).await.is_none(),
        "nothing half-made is shown"
    );
    assert_eq!(class.recordings(), 1, "the source is kept");
    app.execute("UPDATE jobs SET run_at = now() WHERE finished_at IS NULL");
    let replay = replay_made(&app, &class).await;
    assert_eq!(complaints(&app, &replay).await, "");
    app.finish().await;
}

#[tokio::test]
async fn a_second_run_of_the_job_changes_nothing() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    publish_for(&class, 2).await;
    class.end().await;
    let first = replay_made(&app, &class).await;
    app.jobs_done().await;
    app.execute("UPDATE jobs SET finished_at = NULL WHERE name = 'live.remux_recording'");
    app.jobs_done().await;
    let second = replay(&app, &class).await.unwrap();
    assert_eq!(first.film.id, second.film.id);
    assert_eq!(app.count("SELECT count(*) AS n FROM live_assets"), 2);
    app.finish().await;
}

#[tokio::test]
async fn a_frozen_ffmpeg_is_given_up_and_the_job_tried_again() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    publish_for(&class, 2).await;
    class.end().await;
    eventually("an ffmpeg at work is frozen", async || {
        let mut working = workers(&app, "ffmpeg")
            .into_iter()
            .chain(workers(&app, "ffprobe"));
        working.any(|pid| kill(pid, Signal::SIGSTOP).is_ok())
    })
    .await;
    let given_up = async || {
        let failed = "SELECT count(*) AS n FROM jobs WHERE last_error LIKE '%did not finish%' OR last_error LIKE '%hangs%'";
        while app.count(failed) == 0 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(90), given_up())
        .await
        .expect("it is given up");
    assert_eq!(
        workers(&app, "ffmpeg").len() + workers(&app, "ffprobe").len(),
        0,
        "and gone"
    );
    app.execute("UPDATE jobs SET run_at = now() WHERE finished_at IS NULL");
    let replay = replay_made(&app, &class).await;
    assert_eq!(complaints(&app, &replay).await, "");
    app.finish().await;
}
