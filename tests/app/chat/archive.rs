//! Old messages move to the archive: pages read on without a seam, and what is done to a message reaches it there. The
//! store may be away or hold something else (reliability row R22).

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use lectern::chat::{ArchiveMessages, IndexMessages, restore_archive, run_archive, verify_archive};
use lectern::jobs::Job;
use lectern::storage::SweepOrphans;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use super::Room;
use crate::support::{Client, Fields, Person, S3Server, TestApp, files_below};

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

/// What moves in the story that these tests begin with: [`Story::begin`].
const OLD: i64 = 1_210;
const ALL: i64 = OLD + 120;

/// A room with a long past: what people did first, then more than an object holds, then what was said of late.
struct Story {
    room: Room,
    student: Client,
    teacher: Client,
    /// By the student, with a reaction of the teacher.
    praised: i64,
    /// By the student, in answer to it.
    answer: i64,
    /// By the teacher, edited once.
    edited: i64,
    /// By the student, with a file.
    file_url: String,
}

impl Story {
    async fn begin(app: &TestApp) -> Story {
        let room = Room::of_course(app).await;
        let (student, teacher) = (app.student().await, app.teacher().await);
        let praised = room.said(&student, "行列式的**几何意义** canary-one").await;
        let path = format!("{}/messages", room.path);
        let react = format!("{path}/{praised}/reactions");
        assert_eq!(
            teacher.post_htmx(&react, &[("emoji", "🎉")]).await.status(),
            204
        );
        let reply = [
            ("content", "canary-two @小明"),
            ("reply_to", &praised.to_string()),
        ];
        let answer = student.post_htmx(&path, &reply).await.html();
        let answer = answer
            .attribute(".message", "data-id")
            .parse()
            .expect("an id");
        let edited = room.said(&teacher, "canary-before").await;
        let edit = format!("{path}/{edited}");
        let after = [("content", "canary-three")];
        assert_eq!(teacher.post_htmx(&edit, &after).await.status(), 204);
        let gone = room.said(&teacher, "canary-gone").await;
        let delete = format!("{path}/{gone}/deletion");
        assert_eq!(teacher.post_htmx(&delete, &[]).await.status(), 204);
        let file = Part::bytes(b"canary in a file".to_vec()).file_name("notes.txt");
        let form = Form::new()
            .text("content", "see the notes")
            .part("file", file);
        assert_eq!(student.upload(&path, form).await.status(), 303);
        let page = student.get(&room.path).await.html();
        let file_url = page.attribute(".message__file", "href");
        fill(app, &room, OLD - 5);
        app.execute("UPDATE messages SET created_at = created_at - interval '400 days'");
        fill(app, &room, ALL - OLD);
        IndexMessages::default()
            .run(app.app())
            .await
            .expect("all are indexed");
        Story {
            room,
            student,
            teacher,
            praised,
            answer,
            edited,
            file_url,
        }
    }

    async fn archive(&self, app: &TestApp) {
        let moved = run_archive(app.app(), YEAR)
            .await
            .expect("the store is there");
        assert_eq!((moved.messages as i64, moved.objects), (OLD, 2));
        assert_eq!(app.count("SELECT count(*) AS n FROM messages"), ALL - OLD);
    }

    fn path(&self, message: i64, what: &str) -> String {
        format!("{}/messages/{message}{what}", self.room.path)
    }

    /// The whole history as a page scrolls through it, newest part first.
    async fn history(&self, client: &Client) -> Vec<String> {
        let (mut pages, mut path) = (Vec::new(), self.room.path.clone());
        loop {
            let request = client
                .request(Method::GET, &path)
                .header("HX-Request", "true");
            let answer = client.send(request).await;
            assert_eq!(answer.status(), 200, "{path}: {answer:?}");
            pages.push(answer.text());
            if !answer.html().has("[data-older]") {
                return pages;
            }
            path = answer.html().attribute("[data-older]", "href");
        }
    }

    /// The page that begins the history.
    async fn oldest(&self, client: &Client) -> String {
        let path = format!("{}?before=40", self.room.path);
        let answer = client.get(&path).await;
        assert_eq!(answer.status(), 200, "{answer:?}");
        answer.text()
    }
}

/// Messages that somebody has gone on writing, without the limits that people have.
pub(super) fn fill(app: &TestApp, room: &Room, count: i64) {
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce)
         SELECT r.id, {}, 'filler ' || r.last_seq + n, r.last_seq + n, r.last_rev + n, gen_random_uuid()
         FROM chat_rooms r, generate_series(1, {count}) n WHERE r.id = {}",
        app.id_of(Person::Xiaoming),
        room.id
    ));
    app.execute(&format!(
        "UPDATE chat_rooms SET last_seq = last_seq + {count}, last_rev = last_rev + {count} WHERE id = {}",
        room.id
    ));
}

fn objects(app: &TestApp) -> Vec<PathBuf> {
    files_below(&app.data().join("storage/archive"))
}

#[tokio::test]
async fn the_history_reads_on_into_the_archive_and_back_from_it_without_a_seam() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    let before = story.history(&story.student).await;
    assert_eq!(before.len(), 27, "so many pages");
    story.archive(&app).await;
    assert_eq!(objects(&app).len(), 2);
    assert_eq!(story.history(&story.student).await, before, "to the letter");
    let found = verify_archive(app.app())
        .await
        .expect("the database is there");
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    assert_eq!((found.objects, found.messages as i64), (2, OLD));
    let again = run_archive(app.app(), YEAR)
        .await
        .expect("the store is there");
    assert_eq!(again.messages, 0, "nothing moves twice");
    let behind = story.room.changes(&story.student, 0).await;
    assert_eq!(behind["type"], "reset", "who knows nothing yet starts over");
    let last = behind["to"].as_i64().expect("a revision");
    let near = story.room.changes(&story.student, last - 5).await;
    assert_eq!(near["items"].as_array().map(Vec::len), Some(5));

    let back = restore_archive(app.app(), Some(story.room.id))
        .await
        .expect("the store is there");
    assert_eq!((back.messages as i64, back.objects), (OLD, 2));
    assert_eq!(story.history(&story.student).await, before, "and back");
    assert_eq!(app.count("SELECT count(*) AS n FROM archived_messages"), 0);
    let revisions = story.path(story.edited, "/revisions");
    assert!(
        story
            .teacher
            .get(&revisions)
            .await
            .text()
            .contains("canary-before")
    );
    app.execute("UPDATE jobs SET run_at = now() WHERE finished_at IS NULL AND name = 'storage.delete_objects'");
    app.jobs_done().await;
    assert!(objects(&app).is_empty(), "what nobody names is gone");
    app.finish().await;
}

#[tokio::test]
async fn pinned_reported_and_the_newest_messages_stay_and_young_ones_too() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    let pin = story.path(story.answer, "/pin");
    assert_eq!(
        story
            .teacher
            .post_htmx(&pin, &[("pinned", "true")])
            .await
            .status(),
        204
    );
    let report = story.path(story.praised, "/report");
    assert_eq!(
        story
            .teacher
            .post(&report, &[("reason", "?")])
            .await
            .status(),
        303
    );
    let before = story.history(&story.student).await;
    let moved = run_archive(app.app(), YEAR)
        .await
        .expect("the store is there");
    assert_eq!(moved.messages as i64, OLD - 2);
    let kept = format!(
        "SELECT count(*) AS n FROM messages WHERE id IN ({}, {})",
        story.answer, story.praised
    );
    assert_eq!(app.count(&kept), 2);
    assert_eq!(
        story.history(&story.student).await,
        before,
        "among the archived ones"
    );
    let moved = run_archive(app.app(), Duration::ZERO)
        .await
        .expect("the store is there");
    assert_eq!(
        moved.messages as i64,
        ALL - OLD - 100,
        "the newest hundred stay"
    );
    let by_itself = ArchiveMessages::default();
    by_itself.run(app.app()).await.expect("nothing to do");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM messages"),
        102,
        "it is off"
    );
    app.finish().await;
}

#[tokio::test]
async fn an_archived_message_is_deleted_for_good_by_those_alone_who_may() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    story.archive(&app).await;
    let (mut socket, delete) = (
        story.room.socket(&app, Person::Zhang).await,
        story.path(story.praised, "/deletion"),
    );
    let last = app.count("SELECT last_rev AS n FROM chat_rooms WHERE last_seq > 1000");
    socket.resume(last).await;
    socket.frame().await;
    let outsider = app.other_student().await;
    assert_eq!(outsider.post_htmx(&delete, &[]).await.status(), 404);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM archived_messages"),
        OLD,
        "it stays where it is"
    );
    let teachers = story.path(story.edited, "/deletion");
    assert_eq!(story.student.post_htmx(&teachers, &[]).await.status(), 403);
    assert!(story.oldest(&story.student).await.contains("canary-three"));
    assert_eq!(story.student.post_htmx(&delete, &[]).await.status(), 204);
    let frame = socket.frame().await;
    assert_eq!(frame["items"][0]["deleted"], true);
    let page = story.oldest(&story.student).await;
    assert!(!page.contains("canary-one"), "neither itself nor quoted");
    assert!(page.contains("canary-two"), "the answer to it stays");
    let search = story.student.get("/chat/search?q=canary").await.html();
    let found = search.texts(".found__text").join(" ");
    assert!(!found.contains("canary-one") && found.contains("canary-two"));
    // The next turn writes the object anew.
    ArchiveMessages::default()
        .run(app.app())
        .await
        .expect("the store is there");
    app.execute("UPDATE jobs SET run_at = now() WHERE finished_at IS NULL AND name = 'storage.delete_objects'");
    app.jobs_done().await;
    assert_eq!(objects(&app).len(), 2);
    for object in objects(&app) {
        let text = zstd::decode_all(&*std::fs::read(object).expect("the object")).expect("zstd");
        let text = String::from_utf8(text).expect("text");
        assert!(!text.contains("canary-one") && !text.contains("canary-gone"));
    }
    let found = verify_archive(app.app())
        .await
        .expect("the database is there");
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    app.finish().await;
}

#[tokio::test]
async fn looking_at_an_archived_message_leaves_it_where_it_is() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    story.archive(&app).await;
    let own = story.path(story.praised, "/edit");
    let form = story.student.get(&own).await.html();
    assert!(form.text("textarea[name=content]").contains("canary-one"));
    let said = story.path(story.edited, "/revisions");
    let revisions = story.teacher.get(&said).await.html().texts(".revision");
    assert_eq!(revisions.len(), 2);
    assert!(revisions[0].contains("canary-three") && revisions[1].contains("canary-before"));
    let report = story.path(story.praised, "/report");
    let reported = story.teacher.get(&report).await.html();
    assert!(reported.text(".reported").contains("canary-one"));
    // Who may not look is told so as anywhere else.
    let (outsider, student) = (app.other_student().await, &story.student);
    for path in [&own, &said, &report] {
        assert_eq!(outsider.get(path).await.status(), 404, "{path}");
    }
    assert_eq!(story.teacher.get(&own).await.status(), 403);
    assert_eq!(student.get(&said).await.status(), 403);
    assert_eq!(student.get(&report).await.status(), 409);
    let archived = "SELECT count(*) AS n FROM archived_messages";
    assert_eq!(app.count(archived), OLD);
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), ALL - OLD);
    let stale = "SELECT count(*) AS n FROM message_archives WHERE is_stale";
    assert_eq!(app.count(stale), 0);
    app.finish().await;
}

#[tokio::test]
async fn what_may_not_be_done_to_an_archived_message_leaves_it_where_it_is() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    story.archive(&app).await;
    let (student, teacher) = (&story.student, &story.teacher);
    let (admin, outsider) = (app.admin().await, app.other_student().await);
    let edited = [("content", "changed")];
    let refused: [(&Client, i64, &str, Fields<'_>, u16); 9] = [
        (student, story.edited, "/deletion", &[], 403),
        (student, story.edited, "", &edited, 403),
        (teacher, story.praised, "", &edited, 403),
        (student, story.praised, "/pin", &[("pinned", "true")], 403),
        (
            student,
            story.praised,
            "/report",
            &[("reason", "mine")],
            409,
        ),
        (teacher, story.praised, "/report", &[("reason", " ")], 422),
        (
            &outsider,
            story.praised,
            "/reactions",
            &[("emoji", "👍")],
            404,
        ),
        (&admin, story.praised, "/reactions", &[("emoji", "👍")], 404),
        // Neither what changes nothing.
        (
            teacher,
            story.edited,
            "",
            &[("content", "canary-three")],
            204,
        ),
    ];
    for (client, message, what, fields, status) in refused {
        let answer = client.post_htmx(&story.path(message, what), fields).await;
        assert_eq!(answer.status(), status, "{what}: {answer:?}");
    }
    let archived = "SELECT count(*) AS n FROM archived_messages";
    assert_eq!(app.count(archived), OLD);
    let stale = "SELECT count(*) AS n FROM message_archives WHERE is_stale";
    assert_eq!(app.count(stale), 0);
    let kept = "SELECT count(*) AS n FROM message_reports";
    assert_eq!(app.count(kept), 0);
    let report = story.path(story.praised, "/report");
    let reported = teacher.post_htmx(&report, &[("reason", "look")]).await;
    assert_eq!(reported.status(), 200);
    assert_eq!(app.count(archived), OLD - 1, "what may be done, is");
    app.finish().await;
}

#[tokio::test]
async fn a_message_sent_again_after_it_was_archived_is_not_stored_twice() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let (nonce, other) = (Uuid::now_v7(), Uuid::now_v7());
    assert_eq!(
        room.say_as(&student, "canary-once", nonce).await.status(),
        201
    );
    assert_eq!(
        room.say_as(&student, "to be gone", other).await.status(),
        201
    );
    let gone = app.count("SELECT id AS n FROM messages WHERE content = 'to be gone'");
    let delete = format!("{}/messages/{gone}/deletion", room.path);
    assert_eq!(student.post_htmx(&delete, &[]).await.status(), 204);
    fill(&app, &room, 100);
    IndexMessages::default()
        .run(app.app())
        .await
        .expect("all are indexed");
    let moved = run_archive(app.app(), Duration::ZERO)
        .await
        .expect("the store is there");
    assert_eq!(moved.messages, 2);
    for _ in 0..2 {
        let again = room.say_as(&student, "canary-once", nonce).await;
        assert_eq!(
            (again.status(), again.text().trim()),
            (200, ""),
            "it lies further up"
        );
        let again = room.say_as(&student, "to be gone", other).await;
        assert_eq!(again.status(), 200);
    }
    assert_eq!(room.say_as(&student, "another", nonce).await.status(), 409);
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 100);
    let theirs = room.say_as(&teacher, "canary-once", nonce).await;
    assert_eq!(theirs.status(), 201, "a nonce is its sender's own");
    restore_archive(app.app(), None)
        .await
        .expect("the store is there");
    let again = room.say_as(&student, "canary-once", nonce).await;
    assert_eq!(again.status(), 200);
    assert!(again.text().contains("canary-once"));
    app.finish().await;
}

#[tokio::test]
async fn what_calls_somebody_is_counted_until_it_is_read_wherever_it_lies() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&teacher, "@小明 one").await;
    let second = room.said(&teacher, "@小明 two").await;
    app.execute("UPDATE chat_room_members SET last_read_seq = 0");
    student
        .post_htmx(&format!("{}/read", room.path), &[("seq", "1")])
        .await;
    room.said(&teacher, "@小明 three").await;
    let third = "SELECT id AS n FROM messages WHERE content LIKE '%three'";
    let third = app.count(third);
    fill(&app, &room, 100);
    IndexMessages::default()
        .run(app.app())
        .await
        .expect("all are indexed");
    let badge = async || {
        let badge = student.get("/chat/badge").await.html().texts(".badge");
        let list = student.get("/chat").await.html().texts(".badge--mention");
        (badge.join(""), list.join(""))
    };
    let two = ("2".to_owned(), "@2".to_owned());
    assert_eq!(badge().await, two);
    let moved = run_archive(app.app(), Duration::ZERO)
        .await
        .expect("the store is there");
    assert_eq!(moved.messages, 3);
    assert_eq!(badge().await, two, "in the archive as well");
    let notices = "SELECT count(*) AS n FROM archived_notices";
    assert_eq!(app.count(notices), 2, "what was read is not kept");
    let link = format!("{}?before=10", room.path);
    assert!(
        student.get(&link).await.text().contains("two"),
        "one gets there"
    );
    let react = format!("{}/messages/{second}/reactions", room.path);
    assert_eq!(
        teacher.post_htmx(&react, &[("emoji", "👍")]).await.status(),
        204
    );
    assert_eq!(badge().await, two, "taken back with its notice");
    let delete = format!("{}/messages/{third}/deletion", room.path);
    assert_eq!(teacher.post_htmx(&delete, &[]).await.status(), 204);
    assert_eq!(
        badge().await,
        ("1".to_owned(), "@".to_owned()),
        "gone with its message"
    );
    let moved = run_archive(app.app(), Duration::ZERO)
        .await
        .expect("the store is there");
    assert_eq!(moved.messages, 2);
    assert_eq!(badge().await.0, "1");
    student
        .post_htmx(&format!("{}/read", room.path), &[("seq", "50")])
        .await;
    assert_eq!(badge().await, (String::new(), String::new()));
    assert_eq!(app.count(notices), 0);
    app.finish().await;
}

#[tokio::test]
async fn an_archived_message_is_edited_answered_and_reacted_to_like_any_other() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    story.archive(&app).await;
    let quoting = format!("{}?reply={}", story.room.path, story.praised);
    let form = story.teacher.get(&quoting).await.text();
    assert!(
        form.contains("行列式的几何意义 canary-one"),
        "it says what is answered"
    );
    let reply = [
        ("content", "late answer"),
        ("reply_to", &story.praised.to_string()),
    ];
    let path = format!("{}/messages", story.room.path);
    let answer = story.teacher.post_htmx(&path, &reply).await;
    assert_eq!(answer.status(), 201);
    assert!(
        answer.text().contains("canary-one"),
        "it is quoted from the archive"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM archived_messages"),
        OLD
    );
    let foreign = [("content", "x"), ("reply_to", "999999")];
    assert_eq!(story.teacher.post_htmx(&path, &foreign).await.status(), 422);
    let react = story.path(story.answer, "/reactions");
    assert_eq!(
        story
            .teacher
            .post_htmx(&react, &[("emoji", "👍")])
            .await
            .status(),
        204
    );
    let form = story.student.get(&story.path(story.praised, "/edit")).await;
    assert!(form.text().contains("canary-one"), "{form:?}");
    let edit = story.path(story.praised, "");
    let after = [("content", "canary-new")];
    assert_eq!(story.student.post_htmx(&edit, &after).await.status(), 204);
    let page = story.oldest(&story.student).await;
    for shown in ["canary-new", "👍", "🎉"] {
        assert!(page.contains(shown), "{shown}");
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM messages WHERE content LIKE 'canary%'"),
        2
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM message_reactions"), 2);
    let changed = story.history(&story.student).await;
    let moved = run_archive(app.app(), YEAR)
        .await
        .expect("the store is there");
    assert_eq!(moved.messages, 2, "and goes there again");
    assert_eq!(story.history(&story.student).await, changed);
    app.finish().await;
}

#[tokio::test]
async fn what_is_found_in_the_table_and_in_the_archive_is_in_one_order() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&student, "特征值").await;
    let day = Duration::from_secs(24 * 3600);
    app.execute("UPDATE messages SET created_at = created_at - interval '12 days'");
    fill(&app, &room, 120);
    let many: Vec<String> = (0..400).map(|n| format!("word{n}")).collect();
    let long = format!("特征值 {}", many.join(" "));
    room.said(&teacher, &long).await;
    room.said(&teacher, "特征值！").await;
    let moved = run_archive(app.app(), 10 * day).await;
    assert_eq!(moved.expect("the store is there").messages, 1);
    let page = student.get("/chat/search?q=特征值").await.html();
    let found = page.texts(".found__text");
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0], "特征值！", "of what says the same the newest");
    assert_eq!(found[1], "特征值", "the archived one says nothing else");
    assert!(found[2].contains("word1"), "{found:?}");
    app.finish().await;
}

#[tokio::test]
async fn what_is_archived_is_found_and_its_files_are_read_by_members_alone() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    story.archive(&app).await;
    let outsider = app.other_student().await;
    let found = async |client: &Client, query: &str| {
        let page = client.get(&format!("/chat/search?{query}")).await;
        page.html().texts(".found__text")
    };
    let room = story.room.id;
    assert_eq!(
        found(&story.student, "q=几何意义").await,
        ["行列式的几何意义 canary-one"]
    );
    assert_eq!(
        found(&story.student, &format!("q=canary&room={room}"))
            .await
            .len(),
        3
    );
    assert_eq!(
        found(&story.student, "q=notes&has=file").await,
        ["see the notes"]
    );
    let lately = chrono::Utc::now() - chrono::Duration::days(300);
    let lately = format!("q=canary&since={}", lately.format("%Y-%m-%d"));
    assert!(found(&story.student, &lately).await.is_empty());
    assert!(
        found(&story.student, "q=canary-gone").await.is_empty(),
        "deleted before"
    );
    assert!(found(&outsider, "q=canary").await.is_empty());
    let file = story.student.get(&story.file_url).await;
    assert_eq!(
        (file.status(), file.text()),
        (200, "canary in a file".to_owned())
    );
    assert_eq!(outsider.get(&story.file_url).await.status(), 404);
    let message = app.count("SELECT archived_message_id AS n FROM attachments");
    let delete = story.path(message, "/deletion");
    assert_eq!(story.student.post_htmx(&delete, &[]).await.status(), 204);
    assert_eq!(
        story.student.get(&story.file_url).await.status(),
        404,
        "gone with its message"
    );
    app.finish().await;
}

#[tokio::test]
async fn an_object_that_is_not_what_was_written_is_named_and_never_shown() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    story.archive(&app).await;
    let object = objects(&app).into_iter().min().expect("an object");
    let written = std::fs::read(&object).expect("the object");
    let mut bent = written.clone();
    let middle = bent.len() / 2;
    bent[middle] ^= 1;
    std::fs::write(&object, &bent).expect("it can be written");
    let found = verify_archive(app.app())
        .await
        .expect("the database is there");
    assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
    let older = format!("{}?before=40", story.room.path);
    let refused = story.student.get(&older).await;
    assert_eq!(refused.status(), 503);
    assert!(refused.text().contains("更早的消息"), "{refused:?}");
    assert!(restore_archive(app.app(), None).await.is_err());
    assert_eq!(story.student.get(&story.room.path).await.status(), 200);
    assert_eq!(
        story.room.say(&story.student, "we go on").await.status(),
        201
    );
    std::fs::write(&object, &written).expect("it can be written");
    assert!(story.oldest(&story.student).await.contains("canary-one"));
    app.finish().await;
}

#[tokio::test]
async fn the_sweeper_spares_what_the_archive_names_and_takes_what_nobody_does() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    story.archive(&app).await;
    // As a process leaves it that is killed between writing the object and its rows.
    let orphan = app.data().join("storage/archive/1/1-2-orphan.ndjson.zst");
    std::fs::create_dir_all(orphan.parent().expect("a folder")).expect("a folder");
    std::fs::write(&orphan, "x").expect("it can be written");
    let old = SystemTime::now() - Duration::from_secs(2 * 24 * 3600);
    for file in objects(&app) {
        let file = std::fs::File::options()
            .write(true)
            .open(file)
            .expect("the object");
        file.set_modified(old).expect("its time");
    }
    SweepOrphans::default()
        .run(app.app())
        .await
        .expect("it sweeps");
    assert_eq!(objects(&app).len(), 2);
    assert!(!orphan.exists());
    assert!(story.oldest(&story.student).await.contains("canary-one"));
    app.finish().await;
}

#[tokio::test]
async fn a_process_killed_at_any_moment_of_archiving_loses_nothing_and_doubles_nothing() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    // Many small steps, so that kills fall between all of them.
    app.execute("INSERT INTO chat_rooms (kind, name) SELECT 'group', 'room ' || n FROM generate_series(1, 30) n");
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce, created_at, search)
         SELECT r.id, {}, 'old ' || n, n, n, gen_random_uuid(), now() - interval '500 days', 'old'::tsvector
         FROM chat_rooms r, generate_series(1, 140) n WHERE r.name LIKE 'room %'",
        app.id_of(Person::Xiaoming)
    ));
    app.execute("UPDATE chat_rooms SET last_seq = 140, last_rev = 140 WHERE name LIKE 'room %'");
    let before = story.history(&story.student).await;
    let (everything, due) = (ALL + 30 * 140, OLD + 30 * 40);
    let data = tempfile::tempdir().expect("a folder");
    // The objects of all runs lie where the running program looks for them.
    std::os::unix::fs::symlink(app.data().join("storage"), data.path().join("storage"))
        .expect("a link");
    let mut kills = 0;
    for pause in (1_u64..).map(|round| 60 * round) {
        let mut process = tokio::process::Command::new(env!("CARGO_BIN_EXE_lectern"))
            .args(["archive", "run", "--older-than-days", "365"])
            .env("LECTERN_DATA", data.path())
            .env(
                "DATABASE_URL",
                app.app().config.database.url.as_deref().expect("one"),
            )
            .stdout(std::process::Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("lectern starts");
        let ended = tokio::time::timeout(Duration::from_millis(pause), process.wait()).await;
        if let Ok(status) = ended {
            assert!(status.expect("its status").success());
            break;
        }
        process.kill().await.expect("it was running");
        kills += 1;
        let sum = "SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM archived_messages) AS n";
        assert_eq!(app.count(sum), everything, "after kill {kills}");
        let both = "SELECT count(*) AS n FROM messages JOIN archived_messages USING (id)";
        assert_eq!(app.count(both), 0, "after kill {kills}");
    }
    assert!(kills > 0, "it was killed in the middle");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM archived_messages"),
        due
    );
    let found = verify_archive(app.app())
        .await
        .expect("the database is there");
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    assert_eq!(found.messages as i64, due);
    assert_eq!(story.history(&story.student).await, before);
    app.finish().await;
}

#[tokio::test]
async fn over_s3_everything_works_and_while_it_is_away_chat_goes_on_and_the_archive_waits() {
    let mut s3 = S3Server::start().await;
    let store = s3.store();
    let app = TestApp::start_with(|config| {
        config.store = store;
        config.archive.after = Some(YEAR);
    })
    .await;
    let story = Story::begin(&app).await;
    let before = story.history(&story.student).await;
    s3.stop().await;
    ArchiveMessages::default()
        .run(app.app())
        .await
        .expect("it waits without a fuss");
    assert!(run_archive(app.app(), YEAR).await.is_err());
    assert_eq!(
        app.count("SELECT count(*) AS n FROM messages"),
        ALL,
        "nothing has moved"
    );
    let settings = s3.settings();
    let words = doctor(&settings).await;
    assert!(
        words.contains("FAIL  storage") && words.contains("archive of chat waits"),
        "{words}"
    );
    s3.begin().await;
    ArchiveMessages::default()
        .run(app.app())
        .await
        .expect("the store is there");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM archived_messages"),
        OLD
    );
    assert_eq!(s3.objects("archive").len(), 2, "below the prefix");
    s3.stop().await;
    let older = story
        .student
        .get(&format!("{}?before=40", story.room.path))
        .await;
    assert_eq!(older.status(), 503, "{older:?}");
    assert_eq!(story.student.get(&story.room.path).await.status(), 200);
    s3.begin().await;
    assert_eq!(story.history(&story.student).await, before);
    let words = doctor(&settings).await;
    assert!(words.contains("ok    storage"), "{words}");
    s3.stop().await;
    assert_eq!(story.student.get(&story.room.path).await.status(), 200);
    assert_eq!(
        story.room.say(&story.student, "we go on").await.status(),
        201
    );
    let search = story.student.get("/chat/search?q=canary").await;
    assert_eq!(search.status(), 200);
    assert_eq!(
        story.student.get(&story.file_url).await.status(),
        503,
        "the file is away"
    );
    s3.begin().await;
    assert_eq!(
        story.student.get(&story.file_url).await.text(),
        "canary in a file"
    );
    let outsider = app.other_student().await;
    assert_eq!(outsider.get(&story.file_url).await.status(), 404);
    app.finish().await;
}

async fn doctor(settings: &[(&'static str, String)]) -> String {
    let data = tempfile::tempdir().expect("a folder");
    let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("doctor")
        .env("LECTERN_DATA", data.path())
        .env("LECTERN_LISTEN", "127.0.0.1:0")
        .env("LECTERN_RTMP_LISTEN", "off")
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .output()
        .await
        .expect("lectern starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn the_page_of_a_room_asks_the_same_however_much_is_archived() {
    let app = TestApp::start().await;
    let story = Story::begin(&app).await;
    let asked = async || {
        let before = app.queries_about(&["messages", "message_archives"]);
        assert_eq!(story.student.get(&story.room.path).await.status(), 200);
        app.queries_about(&["messages", "message_archives"]) - before
    };
    let fresh = asked().await;
    story.archive(&app).await;
    assert_eq!(asked().await, fresh);
    app.finish().await;
}
