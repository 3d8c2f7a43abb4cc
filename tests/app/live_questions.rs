//! Questions in a class: asked once, voted for once, in the order of their votes on every page, and ruled by the staff.

use futures_util::future::join_all;
use uuid::Uuid;

use crate::support::{Browser, Class, Client, Encoder, Person, Socket, TestApp, eventually};
use lectern::live::Picture;

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}/questions{rest}", class.id)
}

async fn ask_with(client: &Client, class: &Class<'_>, content: &str, nonce: Uuid) -> u16 {
    let fields = [("content", content), ("nonce", &nonce.to_string())];
    client.post_htmx(&path(class, ""), &fields).await.status()
}

/// Asks as the page does.
async fn ask(app: &TestApp, client: &Client, class: &Class<'_>, content: &str) -> i64 {
    let status = ask_with(client, class, content, Uuid::now_v7()).await;
    assert_eq!(status, 200, "{content}");
    app.count("SELECT max(id) AS n FROM live_questions")
}

async fn act(client: &Client, class: &Class<'_>, question: i64, act: &str) -> u16 {
    let path = path(class, &format!("/{question}/{act}"));
    client.post_htmx(&path, &[]).await.status()
}

fn votes(app: &TestApp, question: i64) -> i64 {
    app.count(&format!(
        "SELECT votes::bigint AS n FROM live_questions WHERE id = {question}"
    ))
}

/// The questions as somebody's page has them.
async fn listed(client: &Client, class: &Class<'_>) -> Vec<String> {
    let page = client.get(&format!("/live/{}", class.id)).await.html();
    page.texts("#question-list .question__words")
}

async fn listen(app: &TestApp, person: Person, class: &Class<'_>) -> Socket {
    let path = format!("/live/{}/socket", class.id);
    let mut socket = app.socket(&path, Some(person)).await.expect("a socket");
    socket.resume(0).await;
    socket.event("state").await;
    socket
}

#[tokio::test]
async fn a_question_reaches_every_page_and_its_votes_put_it_where_it_belongs() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    let mut page = listen(&app, Person::Wang, &class).await;
    ask(&app, &student, &class, "第一个问题").await;
    let data = page.event("questions").await;
    let html = data[0]["html"].as_str().expect("its HTML");
    assert!(html.contains("第一个问题") && html.contains("小明"));
    assert!(html.contains("data-votes=\"0\""));

    let second = ask(&app, &student, &class, "第二个问题").await;
    page.event("questions").await;
    for _ in 0..2 {
        assert_eq!(act(&assistant, &class, second, "vote").await, 200);
    }
    assert_eq!(votes(&app, second), 1, "a person votes once");
    let data = page.event("questions").await;
    assert!(
        data[0]["html"]
            .as_str()
            .unwrap_or_default()
            .contains("data-votes=\"1\"")
    );
    assert_eq!(listed(&student, &class).await, ["第二个问题", "第一个问题"]);

    for _ in 0..2 {
        assert_eq!(act(&assistant, &class, second, "vote/end").await, 200);
    }
    assert_eq!(votes(&app, second), 0);
    assert_eq!(listed(&student, &class).await, ["第一个问题", "第二个问题"]);
    app.finish().await;
}

#[tokio::test]
async fn votes_at_once_are_all_counted() {
    let app = TestApp::start().await;
    let class = app.plan_open_class().await;
    let question = ask(&app, &app.student().await, &class, "同时").await;
    let voters = [
        app.student().await,
        app.other_student().await,
        app.teacher().await,
        app.other_teacher().await,
        app.assistant().await,
        app.admin().await,
    ];
    let clicks = voters.iter().chain(&voters);
    let answers = join_all(clicks.map(|voter| act(voter, &class, question, "vote"))).await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    assert_eq!(votes(&app, question), 6);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM live_question_votes"),
        6
    );
    app.finish().await;
}

#[tokio::test]
async fn the_staff_answers_pins_and_deletes_and_pages_follow() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    let first = ask(&app, &student, &class, "甲").await;
    let second = ask(&app, &student, &class, "乙").await;
    let third = ask(&app, &student, &class, "丙 canary").await;
    assert_eq!(act(&assistant, &class, first, "answer").await, 204);
    assert_eq!(listed(&student, &class).await, ["乙", "丙 canary", "甲"]);
    assert_eq!(act(&assistant, &class, third, "pin").await, 204);
    assert_eq!(listed(&student, &class).await, ["丙 canary", "乙", "甲"]);
    let page = student.get(&format!("/live/{}", class.id)).await.html();
    assert_eq!(page.count(".question--pinned"), 1);
    assert_eq!(page.count(".question--answered"), 1);
    assert_eq!(act(&assistant, &class, first, "answer/end").await, 204);
    assert_eq!(act(&assistant, &class, third, "pin/end").await, 204);
    assert_eq!(listed(&student, &class).await, ["甲", "乙", "丙 canary"]);

    let mut open = listen(&app, Person::Xiaoming, &class).await;
    assert_eq!(act(&assistant, &class, third, "deletion").await, 204);
    // What came before may still be on its way.
    let gone = loop {
        let data = open.event("questions").await;
        let mut changed = data.as_array().expect("a list").iter();
        if let Some(gone) = changed.find(|question| question["id"] == third) {
            break gone.clone();
        }
    };
    assert!(gone["html"].is_null(), "{gone}");
    assert_eq!(listed(&student, &class).await, ["甲", "乙"]);
    let list = app.teacher().await.get(&path(&class, "")).await.text();
    assert!(!list.contains("canary"));
    for late in ["vote", "answer", "pin", "deletion"] {
        assert_eq!(act(&assistant, &class, third, late).await, 404, "{late}");
    }
    assert_eq!(
        act(&student, &class, second, "deletion").await,
        204,
        "taken back"
    );
    app.finish().await;
}

#[tokio::test]
async fn who_may_not_watch_asks_nothing_and_a_learner_rules_nothing() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let question = ask(&app, &app.student().await, &class, "谁的").await;
    let stranger = app.other_student().await;
    assert_eq!(ask_with(&stranger, &class, "x", Uuid::now_v7()).await, 404);
    assert_eq!(stranger.get(&path(&class, "")).await.status(), 404);
    assert_eq!(
        ask_with(&app.anonymous(), &class, "x", Uuid::now_v7()).await,
        401
    );
    for what in [
        "vote",
        "vote/end",
        "answer",
        "answer/end",
        "pin",
        "pin/end",
        "deletion",
    ] {
        assert_eq!(act(&stranger, &class, question, what).await, 404, "{what}");
    }
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) VALUES ({}, {})",
        app.id_of(Person::Xiaohong),
        app.cast.course
    ));
    let learner = app.other_student().await;
    for what in ["answer", "answer/end", "pin", "pin/end", "deletion"] {
        assert_eq!(act(&learner, &class, question, what).await, 403, "{what}");
    }
    let student = app.student().await;
    for what in ["answer", "pin"] {
        assert_eq!(
            act(&student, &class, question, what).await,
            403,
            "its asker: {what}"
        );
    }
    let foreign = app.plan_open_class().await;
    for what in ["vote", "answer", "pin", "deletion"] {
        let misplaced = act(&app.teacher().await, &foreign, question, what).await;
        assert_eq!(misplaced, 404, "a question of another room: {what}");
    }
    assert_eq!(votes(&app, question), 0);
    app.finish().await;
}

#[tokio::test]
async fn asking_twice_asks_once_and_nobody_floods_the_list() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    let nonce = Uuid::now_v7();
    for _ in 0..2 {
        assert_eq!(ask_with(&student, &class, "一次", nonce).await, 200);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM live_questions"), 1);
    app.execute(&format!(
        "INSERT INTO live_questions (live_room_id, user_id, content, nonce)
         SELECT {}, {}, 'x', gen_random_uuid() FROM generate_series(1, 9)",
        class.id,
        app.id_of(Person::Xiaoming)
    ));
    assert_eq!(
        ask_with(&student, &class, "再来", Uuid::now_v7()).await,
        422
    );
    app.execute("UPDATE live_questions SET answered_at = now() WHERE content = '一次'");
    assert_eq!(
        ask_with(&student, &class, "再来", Uuid::now_v7()).await,
        200
    );
    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(ask_with(&student, &class, "", Uuid::now_v7()).await);
    }
    assert!(answers.contains(&429), "{answers:?}");
    class.start().await;
    class.end().await;
    let question = app.count("SELECT min(id) AS n FROM live_questions");
    let teacher = app.teacher().await;
    assert_eq!(
        ask_with(&teacher, &class, "晚了", Uuid::now_v7()).await,
        409
    );
    assert_eq!(act(&teacher, &class, question, "vote").await, 409);
    app.finish().await;
}

#[tokio::test]
async fn without_scripts_all_of_it_works_and_says_what_is_wrong() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let room = format!("/live/{}", class.id);
    let form = student.get(&room).await.html().form("form#ask");
    assert_eq!(
        student
            .submit(&form.with("content", "没有脚本"))
            .await
            .status(),
        303
    );
    for pressed in ["true", "false"] {
        let form = student.get(&room).await.html().form("form.question__vote");
        let answer = student.submit(&form).await;
        assert_eq!(answer.status(), 303);
        assert!(answer.header("location").ends_with("#questions"));
        let page = student.get(&room).await.html();
        assert_eq!(
            page.attribute(".question__vote button", "aria-pressed"),
            pressed
        );
    }
    let form = teacher
        .get(&room)
        .await
        .html()
        .form("form.question__staff[action$='/answer']");
    assert_eq!(teacher.submit(&form).await.status(), 303);
    assert!(student.get(&room).await.html().has(".question--answered"));

    let long = "长".repeat(501);
    for content in [long.as_str(), "  "] {
        let form = student.get(&room).await.html().form("form#ask");
        let refused = student.submit(&form.with("content", content)).await;
        assert_eq!(refused.status(), 422);
        let page = refused.html();
        assert!(page.has("#ask-error:not([hidden])"));
        assert_eq!(page.texts("#ask textarea"), [content.trim()]);
    }
    let open = format!("/live/{}", app.plan_open_class().await.id);
    assert!(!app.anonymous().get(&open).await.html().has("form#ask"));
    app.finish().await;
}

#[tokio::test]
async fn a_long_list_asks_no_more_of_the_database_than_a_short_one() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    let tables = ["live_questions", "live_question_votes", "live_hands"];
    let mut asked = Vec::new();
    for _ in 0..2 {
        app.execute(&format!(
            "INSERT INTO live_questions (live_room_id, user_id, content, nonce)
             SELECT {}, {}, 'x', gen_random_uuid() FROM generate_series(1, 60)",
            class.id,
            app.id_of(Person::Xiaohong)
        ));
        let before = app.queries_about(&tables);
        student.get(&format!("/live/{}", class.id)).await;
        asked.push(app.queries_about(&tables) - before);
    }
    assert_eq!(asked[0], asked[1]);
    app.finish().await;
}

#[tokio::test]
async fn beside_the_replay_a_question_leads_to_where_it_was_asked_and_answered() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let encoder: Encoder = class.publish();
    class.shows(Picture::Playing).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let question = ask(&app, &student, &class, "这一步为什么成立？").await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(act(&teacher, &class, question, "answer").await, 204);
    encoder.kill().await;
    class.end().await;
    let replay = format!("/live/{}/replay", class.id);
    eventually("the replay is ready", async || {
        student.get(&replay).await.html().has("#film")
    })
    .await;
    let page = student.get(&replay).await.html();
    assert_eq!(
        page.texts("#questions .question__words"),
        ["这一步为什么成立？"]
    );
    assert_eq!(
        page.count("#questions form"),
        0,
        "nothing is to be done any more"
    );
    let [asked, answered] = ["a:nth-of-type(1)", "a:nth-of-type(2)"].map(|link| {
        let at = page.attribute(&format!("#questions .question__facts {link}"), "data-jump");
        at.parse::<i64>().expect("a moment")
    });
    assert!(
        (2_000..6_000).contains(&(answered - asked)),
        "{asked} {answered}"
    );
    app.finish().await;
}

#[tokio::test]
async fn in_two_browsers_a_question_rises_with_its_votes_and_is_marked_answered() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    ask(&app, &app.student().await, &class, "老问题").await;
    let room = format!("/live/{}", class.id);
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{room}/studio")).await;
    teacher.click_text("[data-panels] a", "提问").await;
    let learner = Browser::open(&app.origin(), 1280, 900).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    learner
        .wait_until("return document.querySelector('#questions').hidden")
        .await;
    learner.click_text("[data-panels] a", "提问").await;
    learner.type_into("#ask textarea", "新问题").await;
    learner.click("#ask button").await;
    for browser in [&teacher, &learner] {
        browser.sees(".question__words", "新问题").await;
    }
    learner
        .click_within(".question", "新问题", ".question__vote button")
        .await;
    let first =
        "return document.querySelector('.question .question__words').textContent == '新问题'";
    for browser in [&teacher, &learner] {
        browser.wait_until(first).await;
        browser
            .sees(".question:first-child .question__vote", "1")
            .await;
    }
    learner
        .find(".question:first-child [aria-pressed=true]")
        .await;
    learner.photograph("questions-learner").await;
    let hidden =
        "return getComputedStyle(document.querySelector('.question__staff')).display == 'none'";
    learner.wait_until(hidden).await;

    teacher.photograph("questions-studio").await;
    teacher
        .click_within(".question", "新问题", ".question__staff button")
        .await;
    learner
        .sees(".question--answered .question__words", "新问题")
        .await;
    learner.sees("[data-question-count]", "1").await;
    teacher
        .click_within(".question", "老问题", ".question__delete button")
        .await;
    teacher.confirm().await;
    for browser in [&teacher, &learner] {
        browser.loses(".question__words", "老问题").await;
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    teacher.close().await;
    app.finish().await;
}
