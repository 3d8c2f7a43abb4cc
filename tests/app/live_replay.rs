//! A replay as its learners and its teacher have it: every message at its moment, cut, hidden, found again.

use std::path::Path;
use std::time::Duration;

use lectern::live::Picture;
use lectern::live::recording::{self, Replay};
use reqwest::multipart::{Form, Part};
use tokio::process::Command;
use uuid::Uuid;

use crate::support::{Answer, Browser, Class, Client, Encoder, Person, TestApp, eventually};
use crate::teaching::files::picture;

async fn replay(app: &TestApp, class: &Class<'_>) -> Option<Replay> {
    let id = class.id;
    let found = app
        .app()
        .db
        .run(move |conn| recording::replay_of(conn, id))
        .await;
    found.expect("the database")
}

/// When (seconds after its first picture) a film becomes bright.
async fn flashes(film: &Path) -> Vec<f64> {
    let looked = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-i"])
        .arg(film)
        .args([
            "-vf",
            "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
        ])
        .args(["-an", "-f", "null", "-"])
        .output()
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&looked.stdout).into_owned();
    let value = |line: &str, name: &str| -> Option<f64> {
        line.split(name)
            .nth(1)?
            .split_whitespace()
            .next()?
            .parse()
            .ok()
    };
    let (mut first, mut at, mut was_bright, mut found) = (None, 0.0, true, Vec::new());
    for line in text.lines() {
        if let Some(time) = value(line, "pts_time:") {
            at = time - *first.get_or_insert(time);
        } else if let Some(light) = value(line, "YAVG=") {
            let is_bright = light > 128.0;
            if is_bright && !was_bright {
                found.push(at);
            }
            was_bright = is_bright;
        }
    }
    found
}

/// The wall clock (Unix milliseconds) of the next flash that a viewer sees.
async fn flash_seen(app: &TestApp, class: &Class<'_>, viewer: &Client) -> i64 {
    let mut looked_at: Vec<String> = Vec::new();
    let since = chrono::Utc::now().timestamp_millis();
    for _ in 0..200 {
        let playlist = viewer.get(&class.playlist_path()).await.text();
        for name in playlist.lines().filter(|line| line.ends_with(".ts")) {
            let id: i64 = name.trim_end_matches(".ts").parse().unwrap();
            if looked_at.iter().any(|known| known == name) || id < since {
                continue;
            }
            looked_at.push(name.to_owned());
            let path = format!("/live/{}/hls/{name}", class.id);
            let file = app.data().join(format!("seen-{name}"));
            std::fs::write(&file, viewer.get(&path).await.body).unwrap();
            if let Some(at) = flashes(&file).await.first() {
                return id + (at * 1000.0) as i64;
            }
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    panic!("nothing flashes");
}

async fn say(client: &Client, class: &Class<'_>, words: &str, at: i64) {
    let fields = [
        ("content", words),
        ("nonce", &Uuid::now_v7().to_string()),
        ("colour", "white"),
        ("mode", "scroll"),
        ("media_time_ms", &at.to_string()),
    ];
    let path = format!("/live/{}/messages", class.id);
    assert_eq!(client.post_htmx(&path, &fields).await.status(), 200);
}

/// Where the page puts these words, in milliseconds of the film; none where it does not have them.
fn place_of(page: &Answer, words: &str) -> Option<i64> {
    let page = page.html();
    let found = page.texts("[data-film] .message__body");
    let places = page.attributes(".message[data-film]", "data-film");
    let number = found.iter().position(|found| found == words)?;
    places[number].parse().ok()
}

fn path_of_film(app: &TestApp, replay: &Replay) -> std::path::PathBuf {
    let id = replay.film.media_id;
    let key = app.text(&format!(
        "SELECT storage_key AS t FROM media WHERE id = '{id}'"
    ));
    app.app().storage.local_path(&key).unwrap()
}

/// R11, R13, Z13: two connections with a break between them, watched again.
#[tokio::test]
async fn words_stand_within_half_a_second_of_the_picture_they_were_said_at_and_stay_there_when_it_is_cut()
 {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let mut said = Vec::new();
    for words in ["第一次闪", "第二次闪"] {
        let encoder = Encoder::flash(&app.rtmp_url(&class.key));
        class.shows(Picture::Playing).await;
        let at = flash_seen(&app, &class, &student).await;
        say(&student, &class, words, at).await;
        said.push((words, at));
        take_part(&app, &class, words).await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        encoder.kill().await;
        class.shows(Picture::Interrupted).await;
    }
    class.end().await;
    eventually("the replay is ready", async || {
        replay(&app, &class).await.is_some()
    })
    .await;
    let path = format!("/live/{}/replay", class.id);
    let whole = replay(&app, &class).await.unwrap();
    let film = path_of_film(&app, &whole);
    let page = student.get(&path).await;
    let seen = flashes(&film).await;
    assert!(seen.len() >= 2, "{seen:?}");
    for (words, at) in &said {
        let place = place_of(&page, words).expect(words);
        let nearest = seen.iter().map(|flash| (flash * 1000.0) as i64 - place);
        let off = nearest.min_by_key(|off| off.abs()).unwrap();
        assert!(off.abs() < 500, "{words} at {at} is {off} ms off: {seen:?}");
    }
    assert_eq!(page.html().count("#film-line li[data-kind=gap]"), 1);
    what_was_done_stands_on_the_timeline(&page, &whole);

    the_replay_is_announced(&app, &class, &path);
    words_are_found(&student, &path).await;
    a_message_is_reported_at_its_moment(&app, &class, &student, said[0].1).await;
    watching_is_noted(&app, &class, &student).await;
    only_the_staff_sees_what_is_hidden(&app, &student, &teacher, &path, &whole).await;
    a_stretch_is_shown_alone(&app, &class, &student, &teacher, &whole).await;
    app.finish().await;
}

/// Once in each of the two parts: a page is turned, a poll opened, a question answered, and somebody is lost.
async fn take_part(app: &TestApp, class: &Class<'_>, words: &str) {
    let (student, teacher) = (app.student().await, app.teacher().await);
    let at = |rest: &str| format!("/live/{}/{rest}", class.id);
    let slide = Part::bytes(picture()).file_name(format!("{words}.png"));
    let deck = Form::new().part("files", slide);
    assert_eq!(teacher.upload(&at("slides"), deck).await.status(), 303);
    let slide = app
        .count("SELECT max(id) AS n FROM live_slides")
        .to_string();
    let turn = [("slide", slide.as_str())];
    assert_eq!(
        teacher.post_htmx(&at("slides/turn"), &turn).await.status(),
        204
    );
    let poll = [("question", words), ("options", "甲\n乙"), ("act", "open")];
    assert_eq!(teacher.post_htmx(&at("polls"), &poll).await.status(), 204);
    let nonce = Uuid::now_v7().to_string();
    let question = [("content", words), ("nonce", nonce.as_str())];
    let asked = student.post_htmx(&at("questions"), &question).await;
    assert_eq!(asked.status(), 200);
    let id = app.count("SELECT max(id) AS n FROM live_questions");
    let answer = at(&format!("questions/{id}/answer"));
    assert_eq!(teacher.post_htmx(&answer, &[]).await.status(), 204);
    assert_eq!(student.post_htmx(&at("lost"), &[]).await.status(), 204);
}

fn what_was_done_stands_on_the_timeline(page: &Answer, whole: &Replay) {
    let page = page.html();
    let places = |of: &str| -> Vec<i64> {
        let places = page.attributes(&format!("{of} [data-jump]"), "data-jump");
        places.iter().map(|place| place.parse().unwrap()).collect()
    };
    for kind in ["poll", "question"] {
        let places = places(&format!("#film-line li[data-kind={kind}]"));
        assert_eq!(places.len(), 2, "{kind}: {places:?}");
        assert!(
            places.is_sorted() && places[0] < places[1],
            "{kind}: {places:?}"
        );
        assert!(
            (0..=whole.duration_ms).contains(&places[1]),
            "{kind}: {places:?}"
        );
    }
    // Who is lost within the same half minute is counted together.
    assert!(!places("#film-line li[data-kind=lost]").is_empty());
    let turns = places("#slides");
    assert_eq!(turns.len(), 2, "{turns:?}");
    assert!(turns[0] < turns[1]);
}

fn the_replay_is_announced(app: &TestApp, class: &Class<'_>, path: &str) {
    let told = |person: Person| {
        app.count(&format!(
            "SELECT count(*) AS n FROM notifications WHERE kind = 'live.replay_ready' AND link = '{path}' AND user_id = {}",
            app.id_of(person)
        ))
    };
    assert_eq!(told(Person::Xiaoming), 1, "of class {}", class.id);
    assert_eq!(told(Person::Wang), 1);
    assert_eq!(told(Person::Xiaohong), 0, "who does not take the course");
}

async fn words_are_found(student: &Client, path: &str) {
    let found = student.get(&format!("{path}?q=第二")).await.html();
    assert_eq!(found.texts("#found .message__body"), ["第二次闪"]);
    let none = student.get(&format!("{path}/messages?q=%25")).await.html();
    assert_eq!(none.count(".message"), 0, "a sign is itself");
    let hash = student.get(&format!("{path}?t=3")).await.html();
    assert!(hash.attribute("#film", "src").ends_with("#t=3"));
}

/// Whoever reports a message of the film comes back to it.
async fn a_message_is_reported_at_its_moment(
    app: &TestApp,
    class: &Class<'_>,
    student: &Client,
    at: i64,
) {
    let teacher = app.id_of(Person::Wang);
    app.execute(&format!(
        "INSERT INTO live_chat_messages (live_room_id, user_id, content, seq, rev, nonce, media_time_ms)
         VALUES ({}, {teacher}, '老师说', 9000, 9000, gen_random_uuid(), {at})",
        class.id
    ));
    let page = student.get(&format!("/live/{}/replay", class.id)).await;
    let flag = format!(".message[data-user='{teacher}'] .message__actions a");
    let form = page.html().attribute(&flag, "href");
    assert!(form.contains("/report?t="), "{form}");
    assert_eq!(page.html().count("a[href*='/report']"), 1, "not one's own");
    assert_eq!(student.get(&form).await.status(), 200);
    app.execute("DELETE FROM live_chat_messages WHERE seq = 9000");
}

async fn watching_is_noted(app: &TestApp, class: &Class<'_>, student: &Client) {
    let path = format!("/live/{}/replay/watched", class.id);
    for (from, to) in [
        ("0", "2000"),
        ("1000", "3000"),
        ("9", "3"),
        ("0", "999999999"),
    ] {
        let noted = student
            .post(&path, &[("from_ms", from), ("to_ms", to)])
            .await;
        assert_eq!(noted.status(), 204, "{from}–{to}");
    }
    let watched =
        "SELECT sum(upper(r) - lower(r))::bigint AS n FROM live_replay_views, unnest(watched) r";
    assert!(
        (3000..30_000).contains(&app.count(watched)),
        "{}",
        app.count(watched)
    );
    let stranger = app.other_student().await;
    let refused = stranger
        .post(&path, &[("from_ms", "0"), ("to_ms", "1000")])
        .await;
    assert_eq!(refused.status(), 404);
    let guest = app
        .anonymous()
        .post(&path, &[("from_ms", "0"), ("to_ms", "1")])
        .await;
    assert_eq!(guest.status(), 303, "a guest is asked to sign in");
}

async fn only_the_staff_sees_what_is_hidden(
    app: &TestApp,
    student: &Client,
    teacher: &Client,
    path: &str,
    replay: &Replay,
) {
    let (edit, publication) = (format!("{path}/edit"), format!("{path}/publication"));
    let assistant = app.assistant().await;
    for client in [student, &assistant, &app.other_teacher().await] {
        assert_eq!(client.get(&edit).await.status(), 404);
        let hidden = client.post(&publication, &[("published", "false")]).await;
        assert_eq!(hidden.status(), 404);
        let cut = client
            .post(&format!("{path}/cut"), &[("start", "0"), ("end", "2")])
            .await;
        assert_eq!(cut.status(), 404);
    }
    let film = &replay.film.file_url;
    assert_eq!(student.get(film).await.status(), 200);
    for stranger in [
        app.other_student().await,
        app.anonymous(),
        app.admin().await,
    ] {
        for address in [
            path,
            film,
            &format!("{path}/messages"),
            &format!("{path}?q=闪"),
        ] {
            assert_eq!(stranger.get(address).await.status(), 404, "{address}");
        }
    }
    let form = teacher
        .get(&edit)
        .await
        .html()
        .form("form[action$='/publication']");
    assert_eq!(teacher.submit(&form).await.status(), 303);
    assert!(!student.get(path).await.html().has("#film"));
    assert_eq!(student.get(film).await.status(), 404);
    assert!(assistant.get(path).await.html().has("#film"));
    assert_eq!(assistant.get(film).await.status(), 200);
    let form = teacher
        .get(&edit)
        .await
        .html()
        .form("form[action$='/publication']");
    teacher.submit(&form).await;
    assert!(student.get(path).await.html().has("#film"));
}

async fn a_stretch_is_shown_alone(
    app: &TestApp,
    class: &Class<'_>,
    student: &Client,
    teacher: &Client,
    whole: &Replay,
) {
    let path = format!("/live/{}/replay", class.id);
    let cut = format!("{path}/cut");
    for (start, end, field) in [
        ("soon", "0:05", "start"),
        ("0:04", "0:04.5", "end"),
        ("99:00", "99:10", "start"),
    ] {
        let refused = teacher.post(&cut, &[("start", start), ("end", end)]).await;
        assert_eq!(refused.status(), 422, "{start}–{end}");
        let page = refused.html();
        assert!(page.has(&format!("#{field}-error")), "{start}–{end}");
        assert_eq!(
            page.attribute("#start", "value"),
            start,
            "what was typed is kept"
        );
    }
    // The second connection alone.
    let second = whole.timeline.spans()[1].offset as f64 / 1000.0;
    let (start, end) = (
        format!("{second:.1}"),
        format!("{:.1}", whole.duration_ms as f64 / 1000.0),
    );
    let asked = teacher
        .post(&cut, &[("start", &start), ("end", &end)])
        .await;
    assert_eq!(asked.status(), 303);
    app.jobs_done().await;
    let shown = replay(app, class).await.unwrap();
    assert_ne!(shown.film.media_id, whole.film.media_id);
    let kept = whole.duration_ms - shown.begins_at_ms;
    assert!((shown.duration_ms - kept).abs() < 600, "{shown:?}");
    let page = student.get(&path).await;
    assert_eq!(
        place_of(&page, "第一次闪"),
        None,
        "what was cut away is gone"
    );
    let place = place_of(&page, "第二次闪").expect("the second");
    let seen = flashes(&path_of_film(app, &shown)).await;
    let off = seen
        .iter()
        .map(|flash| ((flash * 1000.0) as i64 - place).abs())
        .min();
    assert!(off.is_some_and(|off| off < 500), "{place} and {seen:?}");
    // The whole is the staff's.
    assert_eq!(student.get(&whole.film.file_url).await.status(), 404);
    assert_eq!(teacher.get(&whole.film.file_url).await.status(), 200);

    let form = teacher.get(&format!("{path}/edit")).await.html();
    let undo = form.form("form[action$='/cut']:has(input[name=start][type=hidden])");
    assert_eq!(teacher.submit(&undo).await.status(), 303);
    let back = replay(app, class).await.unwrap();
    assert_eq!(back.film.media_id, whole.film.media_id);
    assert_eq!(back.timeline, whole.timeline);
    assert_eq!(app.count("SELECT count(*) AS n FROM live_replay_cuts"), 0);
    app.jobs_done().await;
    assert_eq!(
        app.count(
            "SELECT count(*) AS n FROM media WHERE container = 'live_asset'
                 AND id NOT IN (SELECT media_id FROM live_slides)"
        ),
        2
    );
}

#[tokio::test]
async fn whoever_jumps_in_a_replay_sees_the_danmaku_of_that_place_within_half_a_second() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    let student = app.student().await;
    // Further apart than a line needs to cross the picture.
    for (words, pause) in [("第一句", 3), ("第二句", 10)] {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        let now = chrono::Utc::now().timestamp_millis();
        say(&student, &class, words, now).await;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    encoder.kill().await;
    class.end().await;
    eventually("the replay is ready", async || {
        replay(&app, &class).await.is_some()
    })
    .await;
    let path = format!("/live/{}/replay", class.id);
    let page = student.get(&path).await;
    let learner = Browser::open(&app.origin(), 1280, 800).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&path).await;
    learner
        .wait_until("return document.getElementById('film').readyState > 0")
        .await;
    learner
        .evaluate(
            "const film = document.getElementById('film');
             film.muted = true;
             window.drawn = {};
             new MutationObserver((changes) => {
                 for (const { addedNodes } of changes) {
                     for (const node of addedNodes) {
                         const line = node.closest?.('.danmaku-line') ?? node.querySelector?.('.danmaku-line');
                         if (line) window.drawn[line.textContent] = film.currentTime * 1000;
                     }
                 }
             }).observe(document.getElementById('danmaku'), { childList: true, subtree: true });
             return null",
        )
        .await;
    // Ahead, and back again.
    for words in ["第二句", "第一句"] {
        let place = place_of(&page, words).expect(words);
        let from = (place - 1_500).max(0);
        learner
            .evaluate(&format!(
                "const film = document.getElementById('film');
                 window.drawn = {{}};
                 film.currentTime = {from} / 1000;
                 return film.play().then(() => null)"
            ))
            .await;
        learner
            .wait_until(&format!("return window.drawn['{words}'] !== undefined"))
            .await;
        let drawn = learner
            .evaluate(&format!("return window.drawn['{words}']"))
            .await;
        let off = drawn.as_f64().expect("a moment") - place as f64;
        assert!(off.abs() < 500.0, "{words} of {place} is {off} ms off");
        let all = learner
            .evaluate(
                "document.getElementById('film').pause(); return Object.keys(window.drawn).join()",
            )
            .await;
        assert_eq!(all, words, "what lies elsewhere is not drawn");
    }
    learner.finish().await;
    app.finish().await;
}

fn insert_class(app: &TestApp, title: &str, ago: &str) -> i64 {
    app.execute(&format!(
        "INSERT INTO live_rooms (course_id, teacher_id, title, status, access, started_at, end_time)
         VALUES ({}, {}, '{title}', 'ended', 'enrolled', now() - interval '{ago}', now() - interval '{ago}' + interval '1 hour')",
        app.cast.course,
        app.id_of(Person::Wang)
    ));
    app.count("SELECT max(id) AS n FROM live_rooms")
}

#[tokio::test]
async fn attendance_counts_live_and_replay_of_each_learner_and_classes_are_compared() {
    let app = TestApp::start().await;
    let before = insert_class(&app, "上一场", "8 days");
    let room = insert_class(&app, "这一场", "1 day");
    let student = app.id_of(Person::Xiaoming);
    app.execute(&format!(
        "INSERT INTO live_statistics (live_room_id, viewer_count, peak_viewers, average_watch_time, is_final)
         VALUES ({before}, 12, 9, 1800, true), ({room}, 1, 1, 2400, true)"
    ));
    // Forty of sixty minutes in two stays; half a minute of the replay.
    app.execute(&format!(
        "INSERT INTO live_viewers (live_room_id, user_id, join_time, last_seen_at, leave_time)
         SELECT id, {student}, started_at + a, started_at + b, started_at + b FROM live_rooms,
             (VALUES (interval '0', interval '30 min'), (interval '40 min', interval '50 min')) AS stay (a, b)
         WHERE id = {room}"
    ));
    app.execute(&format!(
        "INSERT INTO live_replay_views (live_room_id, user_id, watched)
         VALUES ({room}, {student}, '{{[0,20000),[50000,60000)}}')"
    ));
    let teacher = app.teacher().await;
    let path = format!("/live/{room}/statistics");
    let page = teacher.get(&path).await.html();
    let row = page.texts("#attendance tbody tr:first-child > *");
    assert_eq!(
        (row[2].as_str(), row[3].as_str(), row[4].as_str()),
        ("40:00", "66 %", "0:30")
    );
    assert!(page.has("#retention svg .chart__line"));
    let retention = page.texts("#retention tbody td.num");
    assert_eq!(retention.first().map(String::as_str), Some("100"));
    assert_eq!(
        retention.last().map(String::as_str),
        Some("0"),
        "nobody at the end"
    );
    assert_eq!(page.texts("#earlier tbody th"), ["上一场"]);
    assert!(page.text(".figures").contains("12"), "beside what is usual");

    let file = teacher.get(&format!("{path}/attendance.csv")).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let table = file.text();
    let line = table
        .lines()
        .find(|line| line.contains("xiaoming"))
        .unwrap();
    assert!(
        line.contains(",2400,66,") && line.contains(",30,"),
        "{line}"
    );
    for client in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        assert_eq!(
            client.get(&format!("{path}/attendance.csv")).await.status(),
            404
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn the_pages_of_a_class_ask_no_more_for_many_learners_and_messages() {
    let app = TestApp::start().await;
    let room = insert_class(&app, "大课", "1 day");
    let teacher = app.teacher().await;
    let path = format!("/live/{room}/statistics");
    let count = async || {
        let before = app.queries_about(&["live_viewers", "live_chat_messages", "enrollments"]);
        assert_eq!(teacher.get(&path).await.status(), 200);
        app.queries_about(&["live_viewers", "live_chat_messages", "enrollments"]) - before
    };
    count().await;
    let few = count().await;
    app.execute(&format!(
        "INSERT INTO live_viewers (live_room_id, guest, join_time, leave_time)
         SELECT {room}, gen_random_uuid(), now() - interval '1 day', now() - interval '23 hours' FROM generate_series(1, 300)"
    ));
    assert_eq!(count().await, few);
    app.finish().await;
}
