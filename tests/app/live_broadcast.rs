//! Broadcasting out of a browser: who may, what becomes of the recorder's bytes, who has to give way, and a class from a
//! real browser's camera to another's screen.

use std::process::Stdio;

use lectern::live::Picture;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Browser, Class, Encoder, Handshake, Person, Socket, TestApp, eventually};

const H264: [&str; 10] = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "25",
    "-c:a",
    "libopus",
];
const VP8: [&str; 8] = [
    "-c:v",
    "libvpx",
    "-deadline",
    "realtime",
    "-g",
    "250",
    "-c:a",
    "libopus",
];

fn path(class: &Class<'_>, format: &str, picture: &str) -> String {
    format!(
        "/live/{}/broadcast/socket?format={format}&picture={picture}",
        class.id
    )
}

async fn socket(app: &TestApp, class: &Class<'_>, person: Person) -> Socket {
    let path = path(class, "matroska", "copy");
    app.socket(&path, Some(person)).await.expect("a socket")
}

/// A page whose recorder has begun; with the code that its socket is closed with.
async fn broadcast(app: &TestApp, class: &Class<'_>, person: Person) -> JoinHandle<u16> {
    record(socket(app, class, person).await, &H264).await
}

async fn record(mut socket: Socket, codecs: &[&str]) -> JoinHandle<u16> {
    assert_eq!(socket.frame().await["type"], "ready");
    let mut recorder = recorder(codecs);
    let mut film = recorder.stdout.take().expect("its film");
    tokio::spawn(async move {
        let _recorder = recorder;
        let mut chunk = vec![0; 64 * 1024];
        loop {
            tokio::select! {
                read = film.read(&mut chunk) => {
                    let bytes = chunk[..read.expect("more of the film")].to_vec();
                    socket.send(Message::binary(bytes)).await;
                }
                code = socket.close_code() => return code,
            }
        }
    })
}

/// What a browser's recorder makes, in real time.
fn recorder(codecs: &[&str]) -> Child {
    Command::new("ffmpeg")
        .args(["-nostdin", "-v", "quiet"])
        .args(["-re", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25"])
        .args(["-re", "-f", "lavfi", "-i", "sine=sample_rate=48000"])
        .args(codecs)
        .args([
            "-f",
            "matroska",
            "-cluster_time_limit",
            "200",
            "-flush_packets",
            "1",
            "-",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("ffmpeg starts")
}

/// The encoders that this program runs: their process and the name they publish under.
fn encoders(app: &TestApp) -> Vec<(Pid, String)> {
    let mark = app.rtmp_url("browser-");
    let processes = std::fs::read_dir("/proc").expect("processes").flatten();
    let named = processes.filter_map(|process| {
        let pid = process.file_name().to_str()?.parse().ok()?;
        let arguments = std::fs::read_to_string(process.path().join("cmdline")).ok()?;
        let address = arguments.split('\0').find(|part| part.starts_with(&mark))?;
        let name = address.rsplit('/').next()?.to_owned();
        Some((Pid::from_raw(pid), name))
    });
    named.collect()
}

async fn closed(page: JoinHandle<u16>) -> u16 {
    page.await.expect("the code of the close")
}

#[tokio::test]
async fn only_who_runs_the_class_broadcasts_and_only_from_a_page_of_this_site() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let path = path(&class, "matroska", "copy");
    for person in [
        Person::Xiaoming,
        Person::Xiaohong,
        Person::Zhang,
        Person::Li,
        Person::Root,
    ] {
        let refused = app.socket(&path, Some(person)).await.err();
        assert_eq!(refused, Some(404), "{person:?}");
    }
    assert_eq!(app.socket(&path, None).await.err(), Some(401));
    let cookie = app.session_cookie(Person::Wang).await;
    for origin in [Some("https://evil.example"), Some("null"), None] {
        let foreign = Handshake::new(&app.origin(), &path, &cookie).with_header("Origin", origin);
        assert_eq!(foreign.open().await.err(), Some(403), "{origin:?}");
    }
    let nonsense = path.replace("matroska", "hls");
    assert_eq!(
        app.socket(&nonsense, Some(Person::Wang)).await.err(),
        Some(400)
    );
    assert!(encoders(&app).is_empty());
    app.finish().await;
}

#[tokio::test]
async fn what_a_browser_records_becomes_the_picture_of_the_class_and_is_recorded() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let page = broadcast(&app, &class, Person::Wang).await;
    class.shows(Picture::Playing).await;
    assert_eq!(class.events("connected", "browser"), 1);
    assert_eq!(class.recordings(), 1);
    let student = app.student().await;
    assert_eq!(student.get(&class.playlist_path()).await.status(), 200);

    let found = encoders(&app);
    assert_eq!(found.len(), 1, "{found:?}");
    let (_, ticket) = &found[0];
    Encoder::publish(&app.rtmp_url(ticket)).ended().await;
    assert_eq!(class.events("taken_over", ""), 0, "a ticket opens once");
    let studio = format!("/live/{}/studio", class.id);
    let shown = app.teacher().await.get(&studio).await.text();
    assert!(!shown.contains(ticket), "the page knows no ticket");

    page.abort();
    class.shows(Picture::Interrupted).await;
    eventually("the encoder is gone with its socket", async || {
        encoders(&app).is_empty()
    })
    .await;
    eventually("the drop is told", async || {
        class.events("disconnected", "") == 1
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn what_no_player_plays_is_encoded_with_a_keyframe_a_second() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let path = path(&class, "webm", "encode");
    let socket = app
        .socket(&path, Some(Person::Wang))
        .await
        .expect("a socket");
    let _page = record(socket, &VP8).await;
    class.shows(Picture::Playing).await;
    eventually("it is measured", async || {
        let health = app.streams().health(class.id);
        let is_h264 = health.video.is_some_and(|video| video.codec == "H264");
        let is_aac = health.audio.is_some_and(|audio| audio.codec == "AAC");
        is_h264
            && is_aac
            && health
                .keyframe_interval
                .is_some_and(|seconds| seconds < 1.3)
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn the_newest_page_of_the_same_person_takes_over_and_the_class_goes_on() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let first = broadcast(&app, &class, Person::Wang).await;
    class.shows(Picture::Playing).await;
    let token = class.token();
    let second = broadcast(&app, &class, Person::Wang).await;
    assert_eq!(closed(first).await, 4408);
    eventually("the second has come in", async || {
        class.events("connected", "browser") == 2
    })
    .await;
    class.shows(Picture::Playing).await;
    assert_eq!(class.token(), token, "it is the same run");
    assert!(!second.is_finished());
    assert_eq!(encoders(&app).len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn nobody_takes_the_place_of_somebody_else() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    app.execute(&format!(
        "INSERT INTO course_staff (course_id, user_id, role) VALUES ({}, {}, 'teacher')",
        app.cast.course,
        app.id_of(Person::Li)
    ));
    let page = broadcast(&app, &class, Person::Wang).await;
    class.shows(Picture::Playing).await;
    let mut other = socket(&app, &class, Person::Li).await;
    assert_eq!(
        other.close_code().await,
        4409,
        "another teacher of the course"
    );
    class.publish().ended().await;
    assert_eq!(
        class.events("refused", "occupied"),
        1,
        "an encoder, though it has the key"
    );
    assert!(!page.is_finished());
    page.abort();

    eventually("the browser is gone", async || {
        class.events("disconnected", "") == 1
    })
    .await;
    let mut encoder = class.publish();
    class.shows(Picture::Playing).await;
    let late = broadcast(&app, &class, Person::Wang).await;
    assert_eq!(closed(late).await, 4409, "an encoder is there");
    assert!(encoder.is_running());
    app.finish().await;
}

#[tokio::test]
async fn a_broadcast_ends_with_the_class_the_right_and_the_session() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    app.execute(&format!(
        "INSERT INTO course_staff (course_id, user_id, role) VALUES ({}, {}, 'teacher')",
        app.cast.course,
        app.id_of(Person::Li)
    ));
    let page = broadcast(&app, &class, Person::Li).await;
    class.shows(Picture::Playing).await;
    app.execute(&format!(
        "DELETE FROM course_staff WHERE user_id = {} AND course_id = {}",
        app.id_of(Person::Li),
        app.cast.course
    ));
    assert_eq!(closed(page).await, 4403);

    let page = broadcast(&app, &class, Person::Wang).await;
    class.shows(Picture::Playing).await;
    app.execute(&format!(
        "DELETE FROM sessions WHERE user_id = {}",
        app.id_of(Person::Wang)
    ));
    assert_eq!(closed(page).await, 4401);

    let page = broadcast(&app, &class, Person::Wang).await;
    class.shows(Picture::Playing).await;
    class.end().await;
    assert_eq!(closed(page).await, 4410);
    let mut late = socket(&app, &class, Person::Wang).await;
    assert_eq!(late.close_code().await, 4410);
    eventually("no encoder is left", async || encoders(&app).is_empty()).await;
    app.jobs_done().await;
    app.finish().await;
}

#[tokio::test]
async fn what_is_no_recording_ends_the_broadcast_and_nothing_else() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n".repeat(40_000);
    let attempts = [
        (Message::text("{}"), 1003),
        (Message::binary(playlist), 4415),
        (Message::binary(vec![0; (2 << 20) + 1]), 1009),
    ];
    for (message, code) in attempts {
        let mut page = socket(&app, &class, Person::Wang).await;
        assert_eq!(page.frame().await["type"], "ready");
        page.send(message).await;
        assert_eq!(page.close_code().await, code);
    }
    assert_eq!(class.token(), None, "nothing of it came in");
    app.finish().await;
}

#[tokio::test]
async fn only_the_studio_may_ask_for_camera_microphone_and_screen() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let teacher = app.teacher().await;
    let policy = async |path: String| {
        teacher
            .get(&path)
            .await
            .header("permissions-policy")
            .to_owned()
    };
    let studio = policy(format!("/live/{}/studio", class.id)).await;
    for right in [
        "camera=(self)",
        "microphone=(self)",
        "display-capture=(self)",
    ] {
        assert!(studio.contains(right), "{studio}");
    }
    for path in [
        format!("/live/{}", class.id),
        "/".into(),
        "/live".into(),
        "/nowhere".into(),
    ] {
        let elsewhere = policy(path).await;
        for none in ["camera=()", "microphone=()", "display-capture=()"] {
            assert!(elsewhere.contains(none), "{elsewhere}");
        }
    }
    app.finish().await;
}

const MOVES: &str = "const video = document.querySelector('#stage video'); \
     return !!video && !video.paused && video.currentTime > 0 \
         && video.getVideoPlaybackQuality().totalVideoFrames > 5";

async fn frames(browser: &Browser) -> f64 {
    let script =
        "return document.querySelector('#stage video').getVideoPlaybackQuality().totalVideoFrames";
    browser.evaluate(script).await.as_f64().expect("a number")
}

async fn goes_on(browser: &Browser) {
    let more = frames(browser).await + 20.0;
    let script = format!(
        "return document.querySelector('#stage video').getVideoPlaybackQuality().totalVideoFrames > {more}"
    );
    browser.wait_until(&script).await;
}

#[tokio::test]
async fn a_class_goes_from_one_browsers_screen_and_camera_to_anothers_screen() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let studio = format!("/live/{}/studio", class.id);
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&studio).await;
    for source in ["screen", "camera", "microphone"] {
        teacher.click(&format!("[data-source={source}]")).await;
        teacher
            .find(&format!("[data-source={source}][aria-pressed=true]"))
            .await;
    }
    teacher
        .wait_until("return document.querySelector('#broadcast meter').value > 0.1")
        .await;
    teacher.click("#broadcast [data-begin]").await;
    teacher.sees("#broadcast [data-note]", "正在推送").await;
    class.shows(Picture::Playing).await;

    // The page stays, and so does what it sends.
    teacher
        .click(&format!("form[action='/live/{}/start'] button", class.id))
        .await;
    teacher
        .find(&format!("form[action='/live/{}/end']", class.id))
        .await;
    teacher.find("#broadcast[data-state=on]").await;
    teacher.wait_until(MOVES).await;
    teacher.photograph("broadcast-studio").await;

    let learner = Browser::open(&app.origin(), 1280, 800).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&format!("/live/{}", class.id)).await;
    learner.wait_until(MOVES).await;
    goes_on(&learner).await;
    learner.photograph("broadcast-learner").await;

    let (encoder, _) = encoders(&app).pop().expect("an encoder");
    kill(encoder, Signal::SIGKILL).expect("it is killed");
    eventually("the page has come again", async || {
        class.events("connected", "browser") == 2
    })
    .await;
    class.shows(Picture::Playing).await;
    goes_on(&learner).await;
    teacher.sees("#broadcast [data-note]", "正在推送").await;

    teacher.click("#broadcast [data-end]").await;
    class.shows(Picture::Interrupted).await;
    teacher.find("#broadcast[data-state=off]").await;
    for browser in [&teacher, &learner] {
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    teacher.close().await;
    app.finish().await;
}

/// A studio of the class's teacher that sends its camera and microphone.
async fn broadcasting(app: &TestApp, class: &Class<'_>) -> Browser {
    let studio = Browser::open(&app.origin(), 1280, 900).await;
    studio.sign_in(Person::Wang).await;
    studio.visit(&format!("/live/{}/studio", class.id)).await;
    for source in ["camera", "microphone"] {
        studio.click(&format!("[data-source={source}]")).await;
        studio
            .find(&format!("[data-source={source}][aria-pressed=true]"))
            .await;
    }
    studio.click("#broadcast [data-begin]").await;
    studio.sees("#broadcast [data-note]", "正在推送").await;
    studio
}

#[tokio::test]
async fn who_goes_on_in_a_second_browser_takes_over_from_the_first_and_learners_stay() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let first = broadcasting(&app, &class).await;
    class.shows(Picture::Playing).await;
    let token = class.token();
    let learner = Browser::open(&app.origin(), 1280, 800).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&format!("/live/{}", class.id)).await;
    learner.wait_until(MOVES).await;

    let second = broadcasting(&app, &class).await;
    first
        .sees("#broadcast [data-note]", "你在另一个窗口开始推送了")
        .await;
    first.find("#broadcast[data-state=off]").await;
    eventually("the second is on the air", async || {
        class.events("connected", "browser") == 2
    })
    .await;
    class.shows(Picture::Playing).await;
    goes_on(&learner).await;
    second.sees("#broadcast [data-note]", "正在推送").await;
    assert_eq!(class.token(), token, "it is the same run of the class");
    assert_eq!(encoders(&app).len(), 1, "the first sends nothing more");
    second.click("#broadcast [data-end]").await;
    second.find("#broadcast[data-state=off]").await;
    for browser in [first, second, learner] {
        assert!(browser.complaints().await.is_empty());
        browser.close().await;
    }
    app.finish().await;
}

#[tokio::test]
async fn a_page_says_what_is_missing() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("/live/{}/studio", class.id)).await;
    for (error, words) in [
        ("NotAllowedError", "浏览器不允许使用摄像头"),
        ("NotFoundError", "没有找到摄像头"),
        ("NotReadableError", "被别的程序占用"),
    ] {
        teacher
            .evaluate(&format!(
                "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'))"
            ))
            .await;
        teacher.click("[data-source=camera]").await;
        teacher.sees("#broadcast [data-note]", words).await;
    }
    teacher.find("#broadcast [data-begin]:disabled").await;
    teacher.close().await;
    app.finish().await;
}
