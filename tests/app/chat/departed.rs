//! Somebody who has deleted their account: neither what the program has said in rooms nor what it has told others names them.

use std::time::Duration;

use lectern::chat::{IndexMessages, run_archive};
use lectern::jobs::Job;
use reqwest::Method;

use super::Room;
use crate::reviews;
use crate::support::{Client, PASSWORD, Person, TestApp};

async fn deletes_account(client: &Client) {
    let form = [("current_password", PASSWORD)];
    let gone = client.post("/settings/account/deletion", &form).await;
    assert_eq!(gone.status(), 303, "{gone:?}");
}

async fn opened(teacher: &Client) -> Room {
    let fields = [("name", "读书会"), ("access", "open")];
    let opened = teacher.post("/chat/rooms", &fields).await;
    assert_eq!(opened.status(), 303, "{opened:?}");
    let path = opened.location().trim_end_matches("/people").to_owned();
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok());
    Room {
        id: id.expect("an id"),
        path,
    }
}

/// Every line of the program in the room, and the last one as the list of rooms has it.
async fn lines(room: &Room, client: &Client) -> (Vec<String>, Vec<String>) {
    let page = client.get(&room.path).await.html();
    let list = client.get("/chat").await.html();
    (page.texts(".message--system"), list.texts(".room__preview"))
}

/// Every line of the program in the room, as a page scrolls back through it.
async fn everything(room: &Room, client: &Client) -> Vec<String> {
    let (mut lines, mut path) = (Vec::new(), room.path.clone());
    loop {
        let request = client.request(Method::GET, &path);
        let page = client
            .send(request.header("HX-Request", "true"))
            .await
            .html();
        let mut older = page.texts(".message--system");
        older.append(&mut lines);
        lines = older;
        if !page.has("[data-older]") {
            return lines;
        }
        path = page.attribute("[data-older]", "href");
    }
}

#[tokio::test]
async fn what_the_program_said_of_somebody_who_is_gone_names_them_no_more() {
    let app = TestApp::start().await;
    let (teacher, gone) = (app.teacher().await, app.other_student().await);
    let room = opened(&teacher).await;
    let act = async |client: &Client, what: &str, fields: &[(&str, &str)]| {
        let path = format!("{}/{what}", room.path);
        assert_eq!(client.post(&path, fields).await.status(), 303, "{what}");
    };
    act(&teacher, "people", &[("username", "xiaohong zhang")]).await;
    act(&gone, "departure", &[]).await;
    // As an earlier version of the program wrote them; a room may be called like somebody.
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, content, message_type, seq, rev, nonce)
         SELECT {}, line, 'system', 100 + n, 100 + n, gen_random_uuid() FROM (VALUES
             (1, '{{\"line\":\"added\",\"by\":\"王老师\",\"who\":[\"小红\",\"张助教\"]}}'),
             (2, '{{\"line\":\"renamed\",\"by\":\"小红\",\"name\":\"小红\"}}'),
             (3, '{{\"line\":\"left\",\"who\":\"小红\"}}')) lines (n, line)",
        room.id
    ));
    app.execute("UPDATE chat_rooms SET last_seq = 103, last_rev = 103 WHERE name = '读书会'");
    let (before, _) = lines(&room, &teacher).await;
    let named = before.iter().filter(|line| line.contains("小红"));
    assert_eq!(named.count(), 5, "{before:?}");
    deletes_account(&gone).await;

    let (after, previews) = lines(&room, &teacher).await;
    assert_eq!(after.len(), before.len());
    for (line, was) in after.iter().zip(&before) {
        let is_name_of_room = line.ends_with("“小红”");
        assert!(!line.contains("小红") || is_name_of_room, "{line}");
        assert_eq!(line.contains("已注销用户"), was.contains("小红"), "{line}");
        assert_eq!(line.contains("张助教"), was.contains("张助教"), "{line}");
    }
    assert!(
        previews.iter().any(|words| words.contains("已注销用户")),
        "{previews:?}"
    );
    let chosen = [("locale", "en"), ("next", "/")];
    teacher.post("/settings/language", &chosen).await;
    let (english, _) = lines(&room, &teacher).await;
    let named = english
        .iter()
        .filter(|line| line.contains("Deleted person"));
    assert_eq!(named.count(), 5, "{english:?}");

    // Somebody else, whose name went into the archive before they left.
    let late = app.assistant().await;
    act(&late, "departure", &[]).await;
    app.execute(&format!(
        "UPDATE messages SET created_at = created_at - interval '400 days' WHERE chat_room_id = {}",
        room.id
    ));
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce)
         SELECT {}, {}, 'later', 200 + n, 200 + n, gen_random_uuid() FROM generate_series(1, 120) n",
        room.id,
        app.id_of(Person::Wang)
    ));
    app.execute("UPDATE chat_rooms SET last_seq = 320, last_rev = 320 WHERE id = (SELECT max(chat_room_id) FROM messages)");
    // What is not indexed yet stays in the table.
    IndexMessages::default()
        .run(app.app())
        .await
        .expect("all are indexed");
    run_archive(app.app(), Duration::from_secs(365 * 24 * 3600))
        .await
        .expect("the store is there");
    let left = "SELECT count(*) AS n FROM messages WHERE message_type = 'system'";
    assert_eq!(app.count(left), 0, "all of them lie in the archive");
    deletes_account(&late).await;
    let archived = everything(&room, &teacher).await;
    assert_eq!(archived.len(), english.len() + 1);
    let last = archived.last().expect("that somebody left");
    assert!(last.contains("Deleted person"), "{last}");
    app.finish().await;
}

#[tokio::test]
async fn no_notice_names_who_has_caused_it() {
    let app = TestApp::start().await;
    let (teacher, other, admin) = (
        app.teacher().await,
        app.other_teacher().await,
        app.admin().await,
    );
    let (learner, review) = reviews::reviewed(&app, "1", "不好").await;
    let path = format!("{}/{review}", reviews::reviews(&app));
    let room = Room::of_course(&app).await;
    let message = room.said(&teacher, "大家好").await;
    let group = opened(&teacher).await;
    let li = app.id_of(Person::Li);
    let course = format!("/courses/{}", app.cast.course);
    let acts = [
        (&teacher, format!("{path}/reply"), vec![("reply", "谢谢")]),
        (&admin, format!("{path}/hiding"), vec![("reason", "太短")]),
        (&admin, format!("{path}/restoration"), vec![]),
        (
            &learner,
            format!("{}/messages/{message}/report", room.path),
            vec![("reason", "广告")],
        ),
        (
            &teacher,
            format!("{}/people", group.path),
            vec![("username", "li xiaoming")],
        ),
        (
            &teacher,
            format!("{}/people/{li}/ownership", group.path),
            vec![],
        ),
        (&teacher, format!("{course}/owner"), vec![("owner", "li")]),
    ];
    for (client, path, fields) in acts {
        let done = client.post(&path, &fields).await;
        assert!([200, 204, 303].contains(&done.status()), "{path}: {done:?}");
    }
    let kinds = app.count("SELECT count(DISTINCT kind) AS n FROM notifications");
    assert!(kinds >= 8, "{kinds} kinds of notices");
    for person in [
        Person::Xiaoming,
        Person::Wang,
        Person::Li,
        Person::Zhang,
        Person::Root,
    ] {
        let (name, username) = (person.display_name(), person.username());
        let named = app.count(&format!(
            "SELECT count(*) AS n FROM notifications WHERE message LIKE '%{name}%' OR message LIKE '%{username}%'"
        ));
        // “管理员” is also what somebody is, whoever it was.
        if person != Person::Root {
            assert_eq!(named, 0, "{name} is named in what others were told");
        }
    }
    let told = other.get("/notifications").await.html();
    assert!(told.has(".notification"), "they were told all the same");
    app.finish().await;
}
