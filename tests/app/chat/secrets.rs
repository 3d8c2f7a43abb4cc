//! What somebody may not read reaches them by no road: not who has left, not outsiders of a conversation of two, not what was
//! deleted or said before an edit, not a file without its message, and nothing of it in a frame (security rows Z9–Z12, W5).

use reqwest::multipart::{Form, Part};

use super::Room;
use crate::inert::{PAYLOAD, assert_is_inert};
use crate::support::{Client, Fields, Person, TestApp};

/// Says it with a file, and returns where the file is.
async fn say_with_file(room: &Room, client: &Client, words: &str) -> String {
    let file = Part::bytes(b"canary-file".to_vec()).file_name("canary-name.txt");
    let form = Form::new()
        .text("content", words.to_owned())
        .part("file", file);
    let path = format!("{}/messages", room.path);
    assert_eq!(client.upload(&path, form).await.status(), 303);
    let page = client.get(&room.path).await.html();
    page.attributes(".message__file", "href")
        .pop()
        .expect("a file")
}

/// Every page on which something of a room can stand, for whoever asks.
fn pages(room: &Room, message: i64) -> Vec<String> {
    let path = &room.path;
    let mut pages = vec![
        "/".to_owned(),
        "/chat".to_owned(),
        "/chat/rooms".to_owned(),
        "/chat/open".to_owned(),
        "/chat/search?q=canary".to_owned(),
        "/notifications".to_owned(),
        path.clone(),
    ];
    for part in [
        "?before=99",
        "?reply=",
        "/changes?after=0",
        "/people",
        "/pins",
        "/moderation",
        "/mentions?q=",
    ] {
        pages.push(match part {
            "?reply=" => format!("{path}?reply={message}"),
            part => format!("{path}{part}"),
        });
    }
    for part in ["edit", "revisions", "report"] {
        pages.push(format!("{path}/messages/{message}/{part}"));
    }
    pages
}

async fn finds_nothing(client: &Client, pages: &[String], secrets: &[&str]) {
    for path in pages {
        let text = client.get(path).await.everything();
        for secret in secrets {
            assert!(!text.contains(secret), "{secret} on {path}");
        }
    }
}

#[tokio::test]
async fn who_has_left_reaches_nothing_of_the_room_and_changes_nothing_in_it() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let own = room.said(&student, "canary-own @王老师").await;
    let other = room.said(&teacher, "canary-other @小明").await;
    let file = say_with_file(&room, &teacher, "canary-attached").await;
    assert_eq!(student.get(&file).await.status(), 200);
    app.execute("DELETE FROM enrollments");
    finds_nothing(
        &student,
        &pages(&room, own),
        &[
            "canary-own",
            "canary-other",
            "canary-attached",
            "canary-name",
        ],
    )
    .await;
    assert_eq!(student.get(&file).await.status(), 404);
    let badge = student.get("/chat/badge").await.text();
    assert_eq!(badge.trim(), "", "nothing there calls them any more");
    let acts: [(i64, &str, Fields<'_>); 7] = [
        (own, "", &[("content", "changed")]),
        (own, "/deletion", &[]),
        (own, "/restoration", &[]),
        (own, "/pin", &[("pinned", "true")]),
        (other, "/reactions", &[("emoji", "👍")]),
        (other, "/report", &[("reason", "x")]),
        (other, "/dismissal", &[]),
    ];
    for (message, what, fields) in acts {
        let path = format!("{}/messages/{message}{what}", room.path);
        assert_eq!(
            student.post_htmx(&path, fields).await.status(),
            404,
            "{what}"
        );
    }
    for (what, fields) in [
        ("typing", vec![]),
        ("read", vec![("seq", "9")]),
        ("level", vec![("level", "everything")]),
        ("messages", vec![("content", "hello")]),
    ] {
        let path = format!("{}/{what}", room.path);
        assert_eq!(
            student.post_htmx(&path, &fields).await.status(),
            404,
            "{what}"
        );
    }
    assert_eq!(
        app.count("SELECT last_rev AS n FROM chat_rooms WHERE last_seq > 0"),
        3,
        "nothing has changed"
    );
    // What is said from now on calls nobody who has left.
    room.said(&teacher, "@小明 again").await;
    let told = "SELECT count(*) AS n FROM message_notifications JOIN users u ON u.id = user_id JOIN messages m ON m.id = message_id
        WHERE u.username = 'xiaoming' AND m.content LIKE '%again%'";
    assert_eq!(app.count(told), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_conversation_of_two_is_reached_by_nobody_else_not_even_by_those_who_run_the_site() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let to_teacher = format!("/chat/people/{}", app.id_of(Person::Wang));
    let room = Room::at(&student.post(&to_teacher, &[]).await);
    let message = room.said(&student, "canary-direct @张助教 @管理员").await;
    let file = say_with_file(&room, &student, "canary-with-file").await;
    let deletion = format!("{}/messages/{message}/deletion", room.path);
    for outsider in [
        app.assistant().await,
        app.admin().await,
        app.other_teacher().await,
    ] {
        finds_nothing(
            &outsider,
            &pages(&room, message),
            &["canary-direct", "canary-with-file", "canary-name"],
        )
        .await;
        assert_eq!(outsider.get(&file).await.status(), 404);
        assert_eq!(outsider.post_htmx(&deletion, &[]).await.status(), 404);
    }
    for person in [Person::Zhang, Person::Root] {
        let cookie = super::cookie_of(&app, person).await;
        let refused = room.handshake(&app, &cookie).open().await.err();
        assert_eq!(refused, Some(404), "{person:?}");
    }
    let told = "SELECT count(*) AS n FROM message_notifications JOIN users u ON u.id = user_id WHERE u.username <> 'wang'";
    assert_eq!(app.count(told), 0, "whom it names is not in it");
    assert_eq!(teacher.get(&file).await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn what_was_deleted_or_said_before_an_edit_stands_nowhere() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let edited = room.said(&student, "canary-before @王老师").await;
    let path = |id: i64, what: &str| format!("{}/messages/{id}{what}", room.path);
    let after = [("content", "something else")];
    assert_eq!(
        student.post_htmx(&path(edited, ""), &after).await.status(),
        204
    );
    let gone = room.said(&student, "canary-gone @王老师").await;
    let reply = [("content", "an answer"), ("reply_to", &gone.to_string())];
    teacher
        .post_htmx(&format!("{}/messages", room.path), &reply)
        .await;
    teacher
        .post_htmx(&path(gone, "/pin"), &[("pinned", "true")])
        .await;
    let (mut socket, copy) = room.open(&app, Person::Zhang).await;
    assert_eq!(copy.messages.len(), 3);
    assert_eq!(
        student
            .post_htmx(&path(gone, "/deletion"), &[])
            .await
            .status(),
        204
    );
    assert!(!socket.frame().await.to_string().contains("canary"));
    let mut of_gone = pages(&room, gone);
    of_gone.push(path(gone, "/revisions"));
    for client in [&student, &teacher, &app.assistant().await] {
        finds_nothing(client, &of_gone, &["canary-gone", "canary-before"]).await;
    }
    let revisions = student.get(&path(edited, "/revisions")).await;
    assert_eq!(
        revisions.status(),
        403,
        "what it said before is for those who moderate"
    );
    let kept = "SELECT count(*) AS n FROM jobs WHERE payload::text LIKE '%canary%'";
    assert_eq!(app.count(kept), 0, "nothing of it waits to be sent");
    let mails = "SELECT count(*) AS n FROM mails WHERE mails::text LIKE '%canary%'";
    assert_eq!(app.count(mails), 0);
    let indexed = "SELECT count(*) AS n FROM messages WHERE search @@ '''canary'':*'";
    assert_eq!(app.count(indexed), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_file_is_no_ones_but_its_messages() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let to_assistant = format!("/chat/people/{}", app.id_of(Person::Zhang));
    let private = Room::at(&teacher.post(&to_assistant, &[]).await);
    let file = say_with_file(&private, &teacher, "for two").await;
    for outsider in [&student, &app.admin().await] {
        assert_eq!(outsider.get(&file).await.status(), 404);
    }
    assert_ne!(app.anonymous().get(&file).await.status(), 200);
    // To hang it on a message of one's own one would have to name it, and there is no name for it.
    let id = file.split('/').nth(2).expect("an id");
    let fields = [
        ("content", "mine now"),
        ("file", id),
        ("files", id),
        ("files[]", id),
        ("media", id),
        ("media_id", id),
        ("attachment", id),
    ];
    let path = format!("{}/messages", room.path);
    let answer = student.post_htmx(&path, &fields).await;
    assert!(answer.status() < 500);
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text(name, value.to_owned());
    }
    assert!(student.upload(&path, form).await.status() < 500);
    assert_eq!(app.count("SELECT count(*) AS n FROM attachments"), 1);
    assert_eq!(student.get(&file).await.status(), 404);
    let thumbnail = format!("{file}?size=thumbnail");
    assert_eq!(student.get(&thumbnail).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn no_frame_holds_what_its_reader_may_not_read() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher, assistant) = (
        app.student().await,
        app.teacher().await,
        app.assistant().await,
    );
    app.execute("UPDATE chat_rooms SET held_words = '{canaryheld}' WHERE course_id IS NOT NULL");
    let to_assistant = format!("/chat/people/{}", app.id_of(Person::Zhang));
    let private = Room::at(&teacher.post(&to_assistant, &[]).await);
    let (mut socket, _) = room.open(&app, Person::Xiaoming).await;
    private.said(&teacher, "canary-private").await;
    assert_eq!(room.say(&student, "canaryheld").await.status(), 202);
    let edited = room.said(&teacher, "canary-first @小明").await;
    assert!(
        socket.frame().await.to_string().contains("canary-first"),
        "the road is open"
    );
    let path = |id: i64, what: &str| format!("{}/messages/{id}{what}", room.path);
    teacher
        .post_htmx(&path(edited, ""), &[("content", "harmless")])
        .await;
    assistant
        .post_htmx(&path(edited, "/report"), &[("reason", "canary-reason")])
        .await;
    let gone = room.said(&assistant, "canary-slip").await;
    assert!(socket.frame().await.to_string().contains("harmless"));
    assert!(socket.frame().await.to_string().contains("canary-slip"));
    assistant.post_htmx(&path(gone, "/deletion"), &[]).await;
    let mute = format!("{}/people/{}/mute", room.path, app.id_of(Person::Xiaoming));
    teacher
        .post(&mute, &[("minutes", "10"), ("reason", "canary-mute")])
        .await;
    room.said(&teacher, "the end").await;
    let mut seen = String::new();
    while !seen.contains("the end") {
        seen += &socket.wait().await.expect("a frame").to_string();
    }
    for secret in [
        "canary-private",
        "canary-first",
        "canary-slip",
        "canary-reason",
        "canary-mute",
    ] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
    // The same over HTTP, from the beginning.
    let all = room.changes(&student, 0).await.to_string();
    assert!(!all.contains("canary"), "{all}");
    app.finish().await;
}

/// Row I1 for every page of chat: the matrix of all pages looks at rooms that are empty.
#[tokio::test]
async fn whatever_is_written_in_a_room_is_shown_and_never_run() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let fields = [("name", "n"), ("description", "d"), ("access", "open")];
    let opened = teacher.post("/chat/rooms", &fields).await;
    let path = opened.location().trim_end_matches("/people").to_owned();
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok());
    let room = Room {
        id: id.expect("an id"),
        path,
    };
    let student = app.student().await;
    assert_eq!(
        student
            .post(&format!("{}/membership", room.path), &[])
            .await
            .status(),
        303
    );
    let said = room.said(&student, PAYLOAD).await;
    say_with_file(&room, &student, PAYLOAD).await;
    let edit = format!("{}/messages/{said}", room.path);
    student
        .post_htmx(&edit, &[("content", &format!("{PAYLOAD} again"))])
        .await;
    teacher
        .post_htmx(&format!("{edit}/pin"), &[("pinned", "true")])
        .await;
    teacher
        .post_htmx(&format!("{edit}/report"), &[("reason", PAYLOAD)])
        .await;
    let mute = format!("{}/people/{}/mute", room.path, app.id_of(Person::Xiaoming));
    teacher
        .post(&mute, &[("minutes", "10"), ("reason", PAYLOAD)])
        .await;
    let text = PAYLOAD.replace('\'', "''");
    app.execute(&format!(
        "UPDATE users SET display_name = left(id || '{text}', 64)"
    ));
    app.execute(&format!(
        "UPDATE chat_rooms SET name = left(id || '{text}', 120) WHERE kind <> 'direct'"
    ));
    app.execute(&format!("UPDATE chat_rooms SET description = left('{text}', 500), blocked_words = ARRAY['{text}'] WHERE kind = 'group'"));
    app.execute(&format!("UPDATE media SET original_name = '{text}.txt'"));
    app.execute("UPDATE message_notifications SET is_read = false");
    let mut looked = pages(&room, said);
    looked.push(format!("{}/settings", room.path));
    looked.push("/chat/search?q=alert".to_owned());
    let mut shown = 0;
    for client in [&student, &teacher] {
        for path in &looked {
            let answer = client.get(path).await;
            assert_is_inert(&answer, path);
            shown += usize::from(answer.everything().contains("x-canary"));
        }
    }
    assert!(
        shown >= 12,
        "the payload stands, as text, on these pages: {shown}"
    );
    let frames = room.changes(&student, 0).await;
    for item in frames["items"].as_array().expect("items") {
        let html = crate::support::Document::parse(item["html"].as_str().unwrap_or_default());
        for element in [
            "x-canary",
            "script",
            "[onerror]",
            "[onload]",
            "svg:not(.icon)",
        ] {
            assert_eq!(html.count(element), 0, "{element} in a frame");
        }
    }
    app.finish().await;
}
