//! Order in a class: mutes, slow mode, pins and the list of who is there are the work of its staff, and of nobody else (row Z14).

use uuid::Uuid;

use crate::support::{Class, Client, Person, TestApp};

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}/{rest}", class.id)
}

async fn say(client: &Client, class: &Class<'_>, content: &str) -> u16 {
    let nonce = Uuid::now_v7().to_string();
    let fields = [("content", content), ("nonce", nonce.as_str())];
    let said = client.post_htmx(&path(class, "messages"), &fields).await;
    said.status()
}

async fn act(client: &Client, class: &Class<'_>, rest: &str, fields: &[(&str, &str)]) -> u16 {
    client.post_htmx(&path(class, rest), fields).await.status()
}

fn newest(app: &TestApp) -> i64 {
    app.count("SELECT max(id) AS n FROM live_chat_messages")
}

#[tokio::test]
async fn an_assistant_mutes_a_learner_who_then_only_watches() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    assert_eq!(say(&student, &class, "大家好").await, 200);
    let mute = format!("people/{}/mute", app.id_of(Person::Xiaoming));
    assert_eq!(
        act(&assistant, &class, &mute, &[("minutes", "10")]).await,
        204
    );
    assert_eq!(say(&student, &class, "听得见吗").await, 409);
    let emoji = act(&student, &class, "emoji", &[("emoji", "👍")]).await;
    assert_eq!(emoji, 409);
    let nonce = Uuid::now_v7().to_string();
    let fields = [("content", "这题怎么做？"), ("nonce", nonce.as_str())];
    assert_eq!(act(&student, &class, "questions", &fields).await, 409);
    let room = format!("/live/{}", class.id);
    assert_eq!(
        student.get(&room).await.status(),
        200,
        "they go on watching"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM live_chat_messages"), 1);
    let end = format!("{mute}/end");
    assert_eq!(act(&assistant, &class, &end, &[]).await, 204);
    assert_eq!(say(&student, &class, "听得见了").await, 200);
    assert_eq!(
        act(&assistant, &class, &mute, &[("minutes", "60")]).await,
        204
    );
    app.execute("UPDATE live_mutes SET muted_until = now() - interval '1 millisecond'");
    assert_eq!(say(&student, &class, "时间到了").await, 200);
    app.finish().await;
}

#[tokio::test]
async fn nobody_mutes_the_staff_or_who_is_not_there_or_for_odd_times() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let assistant = app.assistant().await;
    let mute = |person: Person| format!("people/{}/mute", app.id_of(person));
    let ten = [("minutes", "10")];
    assert_eq!(
        act(&assistant, &class, &mute(Person::Wang), &ten).await,
        409
    );
    assert_eq!(
        act(&assistant, &class, &mute(Person::Xiaohong), &ten).await,
        404
    );
    assert_eq!(
        act(&assistant, &class, "people/999999/mute", &ten).await,
        404
    );
    for minutes in ["", "7", "-10", "x"] {
        let fields = [("minutes", minutes)];
        let muted = act(&assistant, &class, &mute(Person::Xiaoming), &fields).await;
        assert_eq!(muted, 422, "{minutes}");
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM live_mutes"), 0);
    app.finish().await;
}

#[tokio::test]
async fn in_slow_mode_the_audience_waits_and_the_staff_does_not() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    let socket = app
        .socket(&path(&class, "socket"), Some(Person::Xiaoming))
        .await;
    let mut page = socket.expect("a socket");
    page.resume(0).await;
    page.event("state").await;
    assert_eq!(
        act(&assistant, &class, "pace", &[("seconds", "30")]).await,
        204
    );
    let told = page.event("conduct").await.to_string();
    assert!(told.contains("每人每 30 秒"), "{told}");
    assert_eq!(say(&student, &class, "第一条").await, 200);
    assert_eq!(say(&student, &class, "第二条").await, 429);
    for words in ["助教一", "助教二"] {
        assert_eq!(say(&assistant, &class, words).await, 200);
    }
    app.execute("UPDATE live_chat_messages SET created_at = now() - interval '31 seconds'");
    assert_eq!(say(&student, &class, "等够了").await, 200);
    for seconds in ["", "1", "-5", "100000"] {
        let fields = [("seconds", seconds)];
        assert_eq!(
            act(&assistant, &class, "pace", &fields).await,
            422,
            "{seconds}"
        );
    }
    assert_eq!(
        act(&assistant, &class, "pace", &[("seconds", "0")]).await,
        204
    );
    assert_eq!(say(&student, &class, "不用等").await, 200);
    app.finish().await;
}

#[tokio::test]
async fn a_pinned_message_stands_above_the_talk_until_it_is_taken_down_or_deleted() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    assert_eq!(say(&student, &class, "作业在第三页").await, 200);
    let message = newest(&app);
    let pin = format!("messages/{message}/pin");
    let room = format!("/live/{}", class.id);
    assert_eq!(act(&assistant, &class, &pin, &[]).await, 204);
    let page = student.get(&room).await.html();
    assert!(page.text(".talk__pinned").contains("作业在第三页"));
    assert_eq!(act(&assistant, &class, "pin/end", &[]).await, 204);
    assert!(!student.get(&room).await.html().has(".talk__pinned"));
    assert_eq!(act(&assistant, &class, &pin, &[]).await, 204);
    let deletion = format!("messages/{message}/deletion");
    assert_eq!(act(&assistant, &class, &deletion, &[]).await, 204);
    assert!(!student.get(&room).await.html().has(".talk__pinned"));
    assert_eq!(act(&assistant, &class, &pin, &[]).await, 404, "it is gone");
    let other = app.plan_open_class().await;
    other.start().await;
    assert_eq!(say(&student, &other, "别处").await, 200);
    let elsewhere = format!("messages/{}/pin", newest(&app));
    assert_eq!(act(&assistant, &class, &elsewhere, &[]).await, 404);
    app.finish().await;
}

/// What an assistant may in a class, and what not.
#[tokio::test]
async fn the_staffs_work_is_nobody_elses_and_an_assistant_neither_starts_nor_ends() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let student = app.student().await;
    assert_eq!(say(&student, &class, "第一").await, 200);
    let (own, teachers) = (newest(&app), {
        assert_eq!(say(&app.teacher().await, &class, "老师说").await, 200);
        newest(&app)
    });
    let mute = format!("people/{}/mute", app.id_of(Person::Xiaoming));
    let acts = [
        (mute.clone(), ("minutes", "10")),
        (format!("{mute}/end"), ("x", "")),
        ("pace".into(), ("seconds", "5")),
        (format!("messages/{own}/pin"), ("x", "")),
        ("pin/end".into(), ("x", "")),
    ];
    for (client, status) in [
        (student, 403),
        (app.other_student().await, 404),
        (app.other_teacher().await, 404),
        (app.anonymous(), 401),
    ] {
        for (rest, field) in &acts {
            assert_eq!(
                act(&client, &class, rest, &[*field]).await,
                status,
                "{rest}"
            );
        }
        let people = client.get(&path(&class, "people")).await.status();
        assert_eq!(if people == 303 { 401 } else { people }, status);
        let deletion = format!("messages/{teachers}/deletion");
        assert_eq!(act(&client, &class, &deletion, &[]).await, status);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM live_mutes"), 0);
    let assistant = app.assistant().await;
    for (rest, field) in &acts {
        assert_eq!(
            act(&assistant, &class, rest, &[*field]).await,
            204,
            "{rest}"
        );
    }
    for rest in ["start", "end", "studio/key"] {
        let refused = act(&assistant, &class, rest, &[]).await;
        assert!([403, 404].contains(&refused), "{rest} {refused}");
    }
    assert_eq!(assistant.get(&path(&class, "studio")).await.status(), 404);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM live_rooms WHERE status = 'live'"),
        1
    );
    let people = assistant.get(&path(&class, "people")).await;
    assert_eq!(people.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn the_list_says_who_is_there() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let socket = app
        .socket(&path(&class, "socket"), Some(Person::Xiaoming))
        .await;
    let mut page = socket.expect("a socket");
    page.resume(0).await;
    page.event("state").await;
    let people = app
        .assistant()
        .await
        .get(&path(&class, "people"))
        .await
        .html();
    assert_eq!(people.count(".people__one"), 1);
    assert!(people.text(".people__name").starts_with("小明"));
    assert!(people.has(".people__mute"));
    app.finish().await;
}
