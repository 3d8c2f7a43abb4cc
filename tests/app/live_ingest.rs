//! Who may publish, what is told the teacher, and what survives when programs are killed.

use std::net::Ipv4Addr;
use std::time::Duration;

use lectern::live::ingest::Problem;
use lectern::live::{Happening, Picture};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Encoder, Person, SOUND, TestApp, eventually, from_address};

#[tokio::test]
async fn the_right_key_lets_an_encoder_in_under_a_name_that_is_not_the_key() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    assert_eq!(class.events("connected", "127.0.0.1"), 1);

    let token = class.token().unwrap();
    assert!(app.data().join("live/hls").join(&token).exists());
    assert!(!class.key.contains(&token));

    eventually("its picture is measured", async || {
        let video = app.streams().health(class.id).video;
        video.is_some_and(|video| (video.width, video.codec.as_str()) == (320, "H264"))
    })
    .await;
    drop(encoder);
    class.shows(Picture::Interrupted).await;
    eventually("the drop is told", async || {
        class.events("disconnected", "") == 1
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_told_the_teacher_and_nothing_is_recorded() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let (room, secret) = class.key.split_once('-').unwrap();
    let mut wrong = secret.to_owned();
    wrong.replace_range(..1, if secret.starts_with('0') { "1" } else { "0" });
    for name in [
        format!("{room}-{wrong}"),
        format!("{room}-"),
        room.to_owned(),
    ] {
        Encoder::publish(&app.rtmp_url(&name)).ended().await;
    }
    assert!(class.events("refused", "wrong_key") >= 1);
    assert_eq!(class.events("refused", &wrong), 0);

    for name in ["999999-abc", "obs", "a.b"] {
        Encoder::publish(&app.rtmp_url(name)).ended().await;
    }
    assert_eq!(class.token(), None);
    assert_eq!(class.recordings(), 0);
    assert_eq!(app.streams().picture(class.id), Picture::Waiting);
    app.finish().await;
}

#[tokio::test]
async fn a_second_encoder_is_refused_and_the_first_goes_on() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let mut first = class.publish();
    class.shows(Picture::Playing).await;

    let port = app.streams().rtmp_port().unwrap();
    let elsewhere = from_address(Ipv4Addr::new(127, 0, 0, 2), port).await;
    let url = format!("rtmp://127.0.0.1:{elsewhere}/live/{}", class.key);
    Encoder::publish(&url).ended().await;
    assert_eq!(class.events("refused", "occupied"), 1);
    assert!(first.is_running());
    assert_eq!(app.streams().picture(class.id), Picture::Playing);
    app.finish().await;
}

#[tokio::test]
async fn a_teacher_whose_encoder_comes_back_takes_the_place_of_the_old_connection() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let first = class.publish();
    class.shows(Picture::Playing).await;
    let token = class.token();

    let mut second = class.publish();
    first.ended().await;
    eventually("the second has come in", async || {
        class.events("taken_over", "") == 1
    })
    .await;
    class.shows(Picture::Playing).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(second.is_running());
    assert_eq!(app.streams().picture(class.id), Picture::Playing);
    assert_eq!(class.token(), token, "it is the same run");
    app.finish().await;
}

#[tokio::test]
async fn a_publisher_cannot_forge_what_the_server_says() {
    let app = TestApp::start_live().await;
    let (class, victim) = (app.plan_class().await, app.plan_class().await);
    let polluted = format!("{}?name={}&addr=127.0.0.1", class.key, victim.key);
    Encoder::publish(&app.rtmp_url(&polluted)).ended().await;
    assert_eq!(class.events("refused", "malformed"), 1);
    assert_eq!((class.token(), victim.token()), (None, None));
    app.finish().await;
}

#[tokio::test]
async fn nobody_watches_by_rtmp() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    for name in [class.token().unwrap(), class.key.clone()] {
        let player = tokio::process::Command::new("ffmpeg")
            .args([
                "-nostdin",
                "-v",
                "quiet",
                "-t",
                "1",
                "-i",
                &app.rtmp_url(&name),
            ])
            .args(["-f", "null", "-"])
            .kill_on_drop(true)
            .status();
        let played = tokio::time::timeout(Duration::from_secs(5), player).await;
        assert!(
            !played.is_ok_and(|status| status.unwrap().success()),
            "it was played"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn callbacks_are_believed_from_the_server_alone() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;

    let configuration = std::fs::read_to_string(app.data().join("live/nginx.conf")).unwrap();
    let url = configuration
        .split_whitespace()
        .find_map(|word| word.strip_suffix("/publish;"))
        .unwrap();
    let (address, secret) = url.rsplit_once('/').unwrap();
    let form = [
        ("call", "publish_done"),
        ("app", "live"),
        ("name", class.key.as_str()),
        ("clientid", "1"),
    ];
    let http = reqwest::Client::new();
    for guess in ["", "x", &secret.to_uppercase(), &"0".repeat(secret.len())] {
        for call in ["publish", "publish_done", "record_done"] {
            let answer = http
                .post(format!("{address}/{guess}/{call}"))
                .form(&form)
                .send()
                .await;
            assert!(answer.unwrap().status().is_client_error(), "{guess}/{call}");
        }
    }
    let through_the_front = app
        .anonymous()
        .post(&format!("/{secret}/publish_done"), &form)
        .await;
    assert_eq!(through_the_front.status(), 404);
    assert_eq!(class.events("disconnected", ""), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_new_key_ends_the_old_one_at_once() {
    let app = TestApp::start_live().await;
    let mut class = app.plan_class().await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    let old = class.key.clone();

    class.rotate_key().await;
    app.streams().cut_off(class.id).await;
    encoder.ended().await;
    Encoder::publish(&app.rtmp_url(&old)).ended().await;
    assert_eq!(class.events("refused", "wrong_key"), 1);
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    app.finish().await;
}

#[tokio::test]
async fn a_suspended_teacher_is_cut_off_in_the_middle_and_stays_out() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    let teacher = app.id_of(Person::Wang);
    app.execute(&format!(
        "UPDATE users SET is_suspended = true WHERE id = {teacher}"
    ));
    encoder.ended().await;
    class.publish().ended().await;
    assert_eq!(class.events("refused", "suspended"), 1);
    app.finish().await;
}

#[tokio::test]
async fn the_end_of_the_class_cuts_the_encoder_off_and_its_key_opens_nothing_more() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    let mut events = app.streams().subscribe();
    class.end().await;
    encoder.ended().await;
    eventually("everybody is told", async || {
        events
            .try_recv()
            .is_ok_and(|event| event.what == Happening::Ended)
    })
    .await;
    class.publish().ended().await;
    assert_eq!(class.events("refused", "ended"), 1);
    app.finish().await;
}

#[tokio::test]
async fn what_learners_would_notice_is_told_in_words() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let rare = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "100",
        "-keyint_min",
        "100",
    ];
    let encoder = Encoder::publish_with(&app.rtmp_url(&class.key), &rare, &[]);
    eventually("silence and rare keyframes are seen", async || {
        let problems = app.streams().health(class.id).problems();
        problems == [Problem::NoAudio, Problem::KeyframesTooRare]
    })
    .await;
    eventually("both are written once", async || {
        class.events("no_audio", "") == 1 && class.events("keyframe_problem", "") == 1
    })
    .await;
    encoder.kill().await;

    let old_codec = ["-c:v", "flv1"];
    let _encoder = Encoder::publish_with(&app.rtmp_url(&class.key), &old_codec, &SOUND);
    eventually("a codec that no browser plays is seen", async || {
        class.events("codec_problem", "video_codec") == 1
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn a_killed_rtmp_server_interrupts_the_class_and_the_same_run_goes_on() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    let token = class.token();

    let pid = std::fs::read_to_string(app.data().join("live/nginx.pid")).unwrap();
    kill(Pid::from_raw(pid.trim().parse().unwrap()), Signal::SIGKILL).unwrap();
    encoder.ended().await;
    class.shows(Picture::Interrupted).await;
    eventually("its end is noticed though nobody said so", async || {
        class.events("disconnected", "") == 1 && class.events("sidecar_restarted", "") == 1
    })
    .await;

    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    assert_eq!(class.token(), token, "it is the same run");
    eventually("both recordings are known", async || {
        app.count("SELECT count(*) AS n FROM live_recording_parts") == 2
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn a_server_that_does_not_answer_for_a_moment_costs_nobody_their_connection() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let mut encoder = class.publish();
    class.shows(Picture::Playing).await;
    // Long enough ago that nobody takes it for a connection that has only just come.
    app.execute("UPDATE live_sessions SET connected_at = connected_at - interval '1 minute'");
    let pid = std::fs::read_to_string(app.data().join("live/nginx.pid")).unwrap();
    let pid = Pid::from_raw(pid.trim().parse().unwrap());
    let is_connected =
        || app.count("SELECT count(*) AS n FROM live_sessions WHERE client_id IS NOT NULL") == 1;
    kill(pid, Signal::SIGSTOP).unwrap();
    // A round every two seconds, which waits three for its answer: at least one goes without.
    tokio::time::sleep(Duration::from_millis(6_000)).await;
    let was_connected = is_connected();
    kill(pid, Signal::SIGCONT).unwrap();
    assert!(was_connected && class.events("disconnected", "") == 0);
    class.shows(Picture::Playing).await;
    assert!(encoder.is_running() && class.events("disconnected", "") == 0);

    // Who stays away is given up.
    kill(pid, Signal::SIGSTOP).unwrap();
    eventually("the third miss counts", async || !is_connected()).await;
    kill(pid, Signal::SIGCONT).unwrap();
    assert_eq!(class.events("disconnected", ""), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_class_without_a_picture_ends_by_itself_after_a_while() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let run = "UPDATE job_schedules SET next_run_at = now() WHERE name = 'live.end_abandoned'";
    let is_over = || app.count("SELECT count(*) AS n FROM live_rooms WHERE status = 'ended'") == 1;
    app.execute(run);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!is_over(), "it has only just begun");

    app.execute("UPDATE live_rooms SET started_at = now() - interval '31 minutes'");
    app.execute(run);
    eventually("it is ended", async || is_over()).await;
    app.finish().await;
}
