//! Words that are said in no room of the site: refused or held beside the rooms' own, on every node at once.

use uuid::Uuid;

use super::{assert_each_once, walk};
use crate::support::{Answer, Client, Person, TestApp};

async fn put(admin: &Client, words: &str, verdict: &str) -> Answer {
    let fields = [("words", words), ("verdict", verdict)];
    admin.post("/admin/words", &fields).await
}

async fn post(client: &Client, path: &str, words: &str) -> Answer {
    let nonce = Uuid::now_v7().to_string();
    let fields = [
        ("content", words),
        ("nonce", nonce.as_str()),
        ("position_ms", "5000"),
    ];
    client.post_htmx(path, &fields).await
}

async fn room_of(app: &TestApp, client: &Client) -> String {
    let path = format!("/chat/courses/{}", app.cast.course);
    client.get(&path).await.location().to_owned()
}

#[tokio::test]
async fn a_blocked_word_is_refused_from_everybody_in_every_room_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let node = app.beside().await;
    let (student, teacher, admin) = (app.student().await, app.teacher().await, app.admin().await);
    let room = room_of(&app, &student).await;
    let messages = format!("{room}/messages");
    let elsewhere = node.anonymous();
    let login = [
        ("login", Person::Xiaoming.username()),
        ("password", crate::support::PASSWORD),
    ];
    assert_eq!(elsewhere.post("/login", &login).await.status(), 303);
    assert_eq!(post(&elsewhere, &messages, "卖答案").await.status(), 201);

    assert_eq!(
        put(&admin, "答案\nＳＰＡＭ\n", "blocked").await.status(),
        303
    );
    for client in [&student, &teacher, &elsewhere] {
        for words in ["卖 答 案", "Spam!"] {
            let refused = post(client, &messages, words).await;
            assert_eq!(refused.status(), 422, "{words}: {refused:?}");
        }
        assert_eq!(post(client, &messages, "回答得好").await.status(), 201);
    }
    let plain = student.post(&messages, &[("content", "canary 答案")]).await;
    assert_eq!(plain.status(), 422);
    assert!(
        plain.text().contains("canary 答案"),
        "what was typed is kept"
    );
    let said = app.count("SELECT max(id) AS n FROM messages WHERE content = '回答得好'");
    let own = app.count(&format!(
        "SELECT user_id AS n FROM messages WHERE id = {said}"
    ));
    assert_eq!(
        own,
        app.id_of(Person::Xiaoming),
        "the last was said elsewhere"
    );
    let edit = format!("{room}/messages/{said}");
    let edited = student.post_htmx(&edit, &[("content", "spam")]).await;
    assert_eq!(edited.status(), 422, "nor by the back door");
    let direct = student
        .post(&format!("/chat/people/{}", app.id_of(Person::Wang)), &[])
        .await;
    let direct = format!("{}/messages", direct.location());
    assert_eq!(post(&student, &direct, "spam").await.status(), 422);

    assert_eq!(
        admin
            .post("/admin/words/removal", &[("words", "Spam\n没有的词")])
            .await
            .status(),
        303
    );
    assert_eq!(post(&elsewhere, &messages, "spam").await.status(), 201);
    assert_eq!(post(&student, &messages, "答案").await.status(), 422);
    node.finish().await;
    app.finish().await;
}

#[tokio::test]
async fn a_held_word_waits_where_somebody_moderates_and_is_refused_where_nobody_does() {
    let app = TestApp::start().await;
    app.make_video();
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher, admin) = (app.student().await, app.teacher().await, app.admin().await);
    let room = room_of(&app, &student).await;
    assert_eq!(put(&admin, "加微信", "held").await.status(), 303);
    let messages = format!("{room}/messages");
    assert_eq!(post(&student, &messages, "加 微 信").await.status(), 202);
    let desk = teacher.get(&format!("{room}/moderation")).await.html();
    let waiting = desk.form("form[action$='/approval']");
    assert_eq!(teacher.submit(&waiting).await.status(), 303);
    assert!(student.get(&room).await.text().contains("加 微 信"));
    assert_eq!(
        post(&teacher, &messages, "加微信").await.status(),
        201,
        "who moderates would only ask themselves"
    );
    let direct = student
        .post(&format!("/chat/people/{}", app.id_of(Person::Wang)), &[])
        .await;
    let live = format!("/live/{}/messages", class.id);
    let questions = format!("/live/{}/questions", class.id);
    for path in [
        format!("{}/messages", direct.location()),
        live.clone(),
        questions,
        format!("{}/danmaku", app.video_path()),
    ] {
        let refused = post(&student, &path, "加微信").await;
        assert_eq!(refused.status(), 422, "{path}: {refused:?}");
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM held_messages"), 1);
    let typed = [
        ("content", "canary 加微信"),
        ("nonce", &Uuid::now_v7().to_string()),
    ];
    let plain = student.post(&live, &typed).await;
    assert_eq!(plain.status(), 422);
    assert!(
        plain.text().contains("canary 加微信"),
        "what was typed is kept"
    );
    assert_eq!(post(&student, &live, "大家好").await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn the_list_is_the_administrators_alone_and_a_room_only_says_that_there_is_one() {
    let app = TestApp::start().await;
    let (teacher, admin) = (app.teacher().await, app.admin().await);
    let room = room_of(&app, &teacher).await;
    put(&admin, "canary-word", "blocked").await;
    let desk = teacher.get(&format!("{room}/moderation")).await;
    assert!(desk.text().contains("全站屏蔽词在这里同样生效"));
    assert!(!desk.text().contains("canary-word"));
    let rules = desk.html().form("form[action$='/moderation']");
    assert_eq!(
        teacher
            .submit(&rules.with("blocked_words", ""))
            .await
            .status(),
        303
    );
    assert_eq!(
        post(&teacher, &format!("{room}/messages"), "canary-word")
            .await
            .status(),
        422,
        "the room's own list says nothing of it"
    );
    for client in [
        teacher,
        app.assistant().await,
        app.student().await,
        app.other_student().await,
    ] {
        for path in ["/admin/words", "/admin/words.csv"] {
            assert_eq!(client.get(path).await.status(), 404, "{path}");
        }
        for path in ["/admin/words", "/admin/words/removal"] {
            let fields = [("words", "canary-word"), ("verdict", "held")];
            assert_eq!(client.post(path, &fields).await.status(), 404, "{path}");
        }
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM site_words WHERE verdict = 'blocked'"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn many_words_are_put_on_the_list_at_once_found_sorted_exported_and_noted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let many: Vec<String> = (1..=120).map(|n| format!("word{n:03}")).collect();
    assert_eq!(
        put(&admin, &many.join("\r\n"), "blocked").await.status(),
        303
    );
    assert_eq!(put(&admin, "Word007\n=1+1", "held").await.status(), 303);
    assert_eq!(app.count("SELECT count(*) AS n FROM site_words"), 121);
    for (typed, verdict, field) in [
        (" \n ", "blocked", "words"),
        (&"长".repeat(41), "blocked", "words"),
        ("好", "sometimes", "verdict"),
    ] {
        let refused = put(&admin, typed, verdict).await;
        assert_eq!(refused.status(), 422, "{typed}");
        assert!(refused.html().has(&format!("#{field}-error")), "{typed}");
        assert_eq!(
            refused.html().form("#words-form").fields[0].1.trim(),
            typed.trim()
        );
    }
    for (sort, first) in [
        ("", "=1+1"),
        ("word", "=1+1"),
        ("-word", "word120"),
        ("added", "word001"),
    ] {
        let path = format!("/admin/words?sort={sort}");
        let words = walk(&admin, &path, "#site-words tbody th").await;
        if !sort.is_empty() {
            assert_eq!(words[0], first, "{sort}");
        }
        assert_each_once(words, 121, sort);
    }
    let head = admin.get("/admin/words?sort=-word&q=word").await.html();
    assert_eq!(head.attribute("th[aria-sort]", "aria-sort"), "descending");
    assert_eq!(
        head.attribute("th[aria-sort] a", "href"),
        "/admin/words?q=word&sort=word",
        "the head turns the order and keeps the filter"
    );
    let held = admin.get("/admin/words?verdict=held&q=WORD").await.html();
    assert_eq!(held.texts("#site-words tbody th"), ["word007"]);
    let file = admin.get("/admin/words.csv?verdict=held").await.text();
    assert!(
        file.lines().count() == 3 && file.contains("'=1+1"),
        "{file}"
    );
    let noted = "SELECT details::text AS t FROM audit_log WHERE action = 'words.add' ORDER BY id DESC LIMIT 1";
    let noted = app.text(noted);
    assert!(
        noted.contains("word007") && noted.contains("held"),
        "{noted}"
    );
    let one = admin.get("/admin/words?q=word007").await.html();
    let gone = admin.submit(&one.form("#site-words form")).await;
    assert_eq!(gone.status(), 303);
    assert_eq!(app.count("SELECT count(*) AS n FROM site_words"), 120);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM audit_log WHERE action = 'words.remove'"),
        1
    );
    app.finish().await;
}
