//! What is written in a class can be reported by whoever reads it, from the talk and from the replay, and is dealt with by its staff
//! (rows Z13, Z14, W5).

use futures_util::future::join_all;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{Answer, Browser, Class, Client, Person, Socket, TestApp};

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}{rest}", class.id)
}

async fn say(client: &Client, class: &Class<'_>, words: &str) -> i64 {
    let nonce = Uuid::now_v7().to_string();
    let fields = [("content", words), ("nonce", nonce.as_str())];
    let said = client.post_htmx(&path(class, "/messages"), &fields).await;
    assert_eq!(said.status(), 200, "{said:?}");
    let id = said.html().attribute(".message", "data-id");
    id.parse().expect("an id")
}

fn form_path(class: &Class<'_>, message: i64) -> String {
    path(class, &format!("/messages/{message}/report"))
}

async fn report(client: &Client, class: &Class<'_>, message: i64, reason: &str) -> Answer {
    let fields = [("reason", reason)];
    client.post(&form_path(class, message), &fields).await
}

async fn act(client: &Client, class: &Class<'_>, message: i64, act: &str) -> u16 {
    let path = path(class, &format!("/messages/{message}/{act}"));
    client.post_htmx(&path, &[]).await.status()
}

fn enrol(app: &TestApp, username: &str) {
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) SELECT id, {} FROM users WHERE username = '{username}'",
        app.cast.course
    ));
}

fn reports(app: &TestApp, filter: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM live_message_reports WHERE {filter}"
    ))
}

fn acts(app: &TestApp, action: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM audit_log WHERE action = 'live_message.{action}'"
    ))
}

fn notices(app: &TestApp) -> i64 {
    app.count("SELECT count(*) AS n FROM notifications WHERE kind = 'live.report'")
}

#[tokio::test]
async fn what_is_reported_waits_for_the_staff_who_delete_it_or_let_it_stand() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    enrol(&app, "xiaohong");
    let (student, other) = (app.student().await, app.other_student().await);
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let spam = say(&other, &class, "canary-spam").await;
    let fine = say(&other, &class, "canary-fine").await;

    let page = student.get(&path(&class, "")).await.html();
    let flag = format!("#messages [data-id='{spam}'] .message__actions a[href$='/report']");
    assert_eq!(page.attribute(&flag, "href"), form_path(&class, spam));
    let form = student.get(&form_path(&class, spam)).await.html();
    assert!(form.text(".reported").contains("canary-spam"));
    let form = form.form("main form[action$='/report']");
    let long = "长".repeat(501);
    for reason in ["  ", long.as_str()] {
        let again = student.submit(&form.clone().with("reason", reason)).await;
        assert_eq!(again.status(), 422);
        let again = again.html();
        assert!(again.has(".field[data-invalid] #reason-error"));
        assert_eq!(again.text("#reason"), reason.trim(), "what was typed stays");
    }
    assert_eq!(reports(&app, "true"), 0);
    let sent = student.submit(&form.with("reason", "打广告")).await;
    assert_eq!((sent.status(), sent.location()), (303, &*path(&class, "")));
    let back = student.follow(&sent).await;
    assert!(back.text().contains("老师和助教查看"), "{back:?}");
    assert_eq!(notices(&app), 2, "the teacher and the assistant");
    assert_eq!(
        report(&student, &class, spam, "再来一次").await.status(),
        303
    );
    assert_eq!(reports(&app, "reason = '打广告'"), 1);
    assert_eq!(reports(&app, "true"), 1, "one of each person");
    let again = student.get(&form_path(&class, spam)).await.html();
    assert!(
        !again.has("main form[action$='/report']"),
        "there is nothing to send"
    );
    app.execute("INSERT INTO users (username, email, password, display_name) VALUES ('third', 'third@example.org', 'x', '丙')");
    app.execute(&format!(
        "INSERT INTO live_message_reports (message_id, reported_by, reason)
         SELECT {spam}, id, '刷屏' FROM users WHERE username = 'third'"
    ));
    assert_eq!(report(&student, &class, fine, "看不惯").await.status(), 303);
    assert_eq!(notices(&app), 4, "one for each message");

    let desk = assistant.get(&path(&class, "")).await.html();
    assert_eq!(desk.text("[data-report-count]"), "2");
    assert_eq!(desk.count("#reports .reported"), 2);
    assert_eq!(
        desk.texts("#reports .reported:first-child .reported__reasons li"),
        ["打广告", "刷屏"]
    );
    assert!(desk.text("#reports .reported:first-child").contains("小红"));
    let list = assistant.get(&path(&class, "/reports")).await.text();
    assert!(
        !list.contains("小明") && !list.contains('丙'),
        "nobody is named who has reported"
    );
    assert!(
        teacher
            .get(&path(&class, "/studio"))
            .await
            .html()
            .has("#reports .reported")
    );
    let learners = student.get(&path(&class, "")).await;
    assert!(!learners.html().has("#reports, [data-report-count]"));
    assert!(!learners.text().contains("打广告"));

    let delete = desk.form("#reports .reported:first-child form[action$='/deletion']");
    assert_eq!(assistant.submit(&delete).await.status(), 303);
    assert!(
        !student
            .get(&path(&class, ""))
            .await
            .text()
            .contains("canary-spam")
    );
    assert_eq!(
        reports(&app, "outcome = 'upheld' AND settled_by IS NOT NULL"),
        2
    );
    let desk = teacher.get(&path(&class, "")).await.html();
    assert_eq!(desk.text("[data-report-count]"), "1");
    let stand = desk.form("#reports form[action$='/dismissal']");
    let stood = teacher.submit(&stand).await;
    assert_eq!(stood.location(), path(&class, "#reports"));
    assert!(
        student
            .get(&path(&class, ""))
            .await
            .text()
            .contains("canary-fine")
    );
    assert_eq!(reports(&app, "outcome = 'dismissed'"), 1);
    assert_eq!((acts(&app, "delete"), acts(&app, "dismiss")), (1, 1));
    assert_eq!(act(&teacher, &class, fine, "dismissal").await, 204);
    assert_eq!(acts(&app, "dismiss"), 1, "there was nothing to decide");
    let empty = teacher.get(&path(&class, "/reports")).await.html();
    assert!(!empty.has(".reported") && empty.has(".reports__empty"));
    app.finish().await;
}

#[tokio::test]
async fn however_a_message_goes_its_reports_are_settled_and_a_dismissal_can_be_thought_better_of() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    enrol(&app, "xiaohong");
    let (student, other) = (app.student().await, app.other_student().await);
    let assistant = app.assistant().await;
    let taken_back = say(&other, &class, "说错了").await;
    assert_eq!(
        report(&student, &class, taken_back, "乱说").await.status(),
        303
    );
    assert_eq!(act(&other, &class, taken_back, "deletion").await, 204);
    assert_eq!(reports(&app, "settled_at IS NULL"), 0);
    assert_eq!(acts(&app, "delete"), 0, "it was their own");

    let message = say(&other, &class, "再看看").await;
    assert_eq!(
        report(&student, &class, message, "乱说").await.status(),
        303
    );
    assert_eq!(act(&assistant, &class, message, "dismissal").await, 204);
    let dismissed = format!("message_id = {message} AND outcome = 'dismissed'");
    assert_eq!(reports(&app, &dismissed), 1);
    assert_eq!(
        act(&app.teacher().await, &class, message, "deletion").await,
        204
    );
    let upheld = format!(
        "message_id = {message} AND outcome = 'upheld' AND settled_by = {}",
        app.id_of(Person::Wang)
    );
    assert_eq!(reports(&app, &upheld), 1);
    let stays = say(&other, &class, "没事").await;
    assert_eq!(report(&student, &class, stays, "乱说").await.status(), 303);
    assert_eq!(act(&assistant, &class, stays, "dismissal").await, 204);
    assert_eq!(act(&other, &class, stays, "deletion").await, 204);
    let stays = format!("message_id = {stays} AND outcome = 'dismissed'");
    assert_eq!(reports(&app, &stays), 1, "its author has not decided it");
    app.finish().await;
}

#[tokio::test]
async fn the_staff_is_told_once_however_many_report_at_the_same_moment_and_again_after_a_dismissal()
{
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    enrol(&app, "xiaohong");
    let people = [app.student().await, app.other_student().await];
    let assistant = app.assistant().await;
    let message = say(&app.teacher().await, &class, "下课").await;
    let both = people
        .iter()
        .map(|person| report(person, &class, message, "太早了"));
    for sent in join_all(both).await {
        assert_eq!(sent.status(), 303, "{sent:?}");
    }
    assert_eq!((reports(&app, "true"), notices(&app)), (2, 2));
    assert_eq!(act(&assistant, &class, message, "dismissal").await, 204);
    assert_eq!(reports(&app, "outcome = 'dismissed'"), 2);
    assert_eq!(
        report(&people[0], &class, message, "还是").await.status(),
        303
    );
    assert_eq!(reports(&app, "settled_at IS NULL"), 0, "it was decided");
    let third = "INSERT INTO users (username, email, password, display_name)
        SELECT 'third', 'third@example.org', password, '丙' FROM users WHERE username = 'xiaohong'";
    app.execute(third);
    enrol(&app, "third");
    let third = app.sign_in_as("third").await;
    assert_eq!(
        report(&third, &class, message, "太早了").await.status(),
        303
    );
    assert_eq!((reports(&app, "settled_at IS NULL"), notices(&app)), (1, 4));
    app.finish().await;
}

#[tokio::test]
async fn nobody_reports_what_they_may_not_read_or_have_written_or_is_gone() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let own = say(&student, &class, "我的").await;
    let theirs = say(&teacher, &class, "老师的").await;
    let gone = say(&teacher, &class, "收回的").await;
    assert_eq!(act(&teacher, &class, gone, "deletion").await, 204);
    let elsewhere = app.plan_open_class().await;
    let foreign = say(&teacher, &elsewhere, "别处的").await;
    app.execute(&format!(
        "INSERT INTO live_chat_messages (live_room_id, message_type, content, seq, rev, nonce)
         VALUES ({}, 'system', '系统', 90, 90, gen_random_uuid())",
        class.id
    ));
    let system = app.count("SELECT max(id) AS n FROM live_chat_messages");
    enrol(&app, "xiaohong");
    let former = app.other_student().await;
    assert_eq!(former.get(&form_path(&class, theirs)).await.status(), 200);
    app.execute("DELETE FROM enrollments WHERE user_id = (SELECT id FROM users WHERE username = 'xiaohong')");

    for (client, message, status) in [
        (&student, own, 409),
        (&student, gone, 404),
        (&student, foreign, 404),
        (&student, system, 404),
        (&student, 999_999, 404),
        (&former, theirs, 404),
        (&app.other_teacher().await, theirs, 404),
        (&app.admin().await, theirs, 404),
    ] {
        let form = client.get(&form_path(&class, message)).await;
        assert_eq!(form.status(), status, "{message}");
        let sent = report(client, &class, message, "不好").await;
        assert_eq!(sent.status(), status, "{message}");
    }
    let guest = app.anonymous();
    let asked = guest.get(&form_path(&class, theirs)).await;
    assert!(asked.location().starts_with("/login"), "{asked:?}");
    let refused = guest
        .post_htmx(&form_path(&elsewhere, foreign), &[("reason", "x")])
        .await;
    assert_eq!(refused.status(), 401, "also where everybody may watch");
    let open = guest.get(&path(&elsewhere, "")).await;
    assert!(
        !open.text().contains("/report"),
        "no flag for who is not signed in"
    );
    assert_eq!((reports(&app, "true"), notices(&app)), (0, 0));
    app.finish().await;
}

#[tokio::test]
async fn what_waits_is_the_staffs_and_nobody_decides_about_their_own() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let message = say(&teacher, &class, "canary-rude").await;
    assert_eq!(
        report(&student, &class, message, "不礼貌").await.status(),
        303
    );
    for (client, status) in [
        (&student, 403),
        (&app.other_student().await, 404),
        (&app.other_teacher().await, 404),
        (&app.admin().await, 404),
        (&app.anonymous(), 401),
    ] {
        let list = client.get(&path(&class, "/reports")).await;
        let list = if list.status() == 303 {
            401
        } else {
            list.status()
        };
        assert_eq!(list, status);
        for what in ["dismissal", "deletion"] {
            assert_eq!(act(client, &class, message, what).await, status, "{what}");
        }
    }
    let other = app.plan_class().await;
    assert_eq!(act(&teacher, &other, message, "dismissal").await, 404);
    assert_eq!(
        act(&teacher, &class, message, "dismissal").await,
        409,
        "their own"
    );
    let desk = teacher.get(&path(&class, "/reports")).await.html();
    assert!(desk.has(".reported") && !desk.has("form[action$='/dismissal']"));
    assert_eq!(reports(&app, "settled_at IS NULL"), 1);
    assert_eq!(
        act(&app.assistant().await, &class, message, "dismissal").await,
        204
    );
    app.finish().await;
}

/// The frames that come until this was said.
async fn heard_until(socket: &mut Socket, words: &str) -> Vec<Value> {
    let mut heard = Vec::new();
    loop {
        let frame = socket.frame().await;
        let is_last = frame.to_string().contains(words);
        heard.push(frame);
        if is_last {
            return heard;
        }
    }
}

/// Row W5.
#[tokio::test]
async fn a_learners_socket_hears_nothing_of_reports_and_the_staffs_hears_how_many_wait() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    enrol(&app, "xiaohong");
    let (student, other, assistant) = (
        app.student().await,
        app.other_student().await,
        app.assistant().await,
    );
    let mut pages = Vec::new();
    for person in [Person::Xiaoming, Person::Xiaohong, Person::Zhang] {
        let socket = app.socket(&path(&class, "/socket"), Some(person)).await;
        let mut page = socket.expect("a socket");
        page.resume(0).await;
        page.event("state").await;
        pages.push(page);
    }
    let first = say(&other, &class, "第一").await;
    let second = say(&other, &class, "第二").await;
    assert_eq!(
        report(&student, &class, first, "canary-reason")
            .await
            .status(),
        303
    );
    let [mut reporter, mut author, mut staff]: [Socket; 3] =
        pages.try_into().ok().expect("three pages");
    assert_eq!(staff.event("reports").await, 1);
    assert_eq!(
        report(&student, &class, second, "canary-reason")
            .await
            .status(),
        303
    );
    assert_eq!(staff.event("reports").await, 2);
    assert_eq!(act(&assistant, &class, first, "dismissal").await, 204);
    assert_eq!(staff.event("reports").await, 1);
    assert_eq!(act(&assistant, &class, second, "deletion").await, 204);
    say(&assistant, &class, "到此为止").await;
    for socket in [&mut reporter, &mut author] {
        let heard = heard_until(socket, "到此为止").await;
        let frames: String = heard.iter().map(Value::to_string).collect();
        assert!(
            !frames.contains("report") && !frames.contains("canary"),
            "{frames}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn after_the_class_its_messages_are_reported_and_decided_as_before() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    let message = say(&assistant, &class, "canary-late").await;
    class.end().await;
    let page = student.get(&path(&class, "")).await.html();
    assert!(page.has("#messages a[href$='/report']"));
    let from_replay = format!("{}?t=83", form_path(&class, message));
    let form = student.get(&from_replay).await.html();
    let form = form.form("main form[action$='/report']");
    let refused = student.submit(&form.clone().with("reason", "")).await;
    assert_eq!(refused.html().attribute("main [name=t]", "value"), "83");
    let sent = student.submit(&form.with("reason", "吵")).await;
    assert_eq!(
        sent.location(),
        path(&class, "/replay?t=83"),
        "to that moment"
    );
    let teacher = app.teacher().await;
    let replay = teacher.get(&path(&class, "/replay")).await.html();
    assert!(replay.has(&format!("a[href='{}']", path(&class, "#reports"))));
    let learners = student.get(&path(&class, "/replay")).await.html();
    assert!(!learners.has("a[href$='#reports']"));
    assert_eq!(act(&teacher, &class, message, "deletion").await, 204);
    assert_eq!(reports(&app, "outcome = 'upheld'"), 1);
    app.finish().await;
}

#[tokio::test]
async fn many_reports_cost_as_few_queries_as_one() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let teacher = app.teacher().await;
    let asked = async || {
        let tables = ["live_message_reports", "live_chat_messages"];
        let before = app.queries_about(&tables);
        let list = teacher.get(&path(&class, "/reports")).await;
        assert_eq!(list.status(), 200);
        app.queries_about(&tables) - before
    };
    app.execute(&format!(
        "INSERT INTO live_chat_messages (live_room_id, user_id, content, seq, rev, nonce)
         SELECT {}, {}, '第' || n, 100 + n, 100 + n, gen_random_uuid() FROM generate_series(1, 120) n",
        class.id,
        app.id_of(Person::Xiaoming)
    ));
    app.execute(
        "INSERT INTO live_message_reports (message_id, reported_by, reason)
         SELECT m.id, u.id, '同' FROM live_chat_messages m, users u WHERE m.seq > 100 AND u.username IN ('wang', 'zhang')",
    );
    assert_eq!(asked().await, 3, "how many, which, and their messages");
    let list = teacher.get(&path(&class, "/reports")).await.html();
    assert_eq!(list.count(".reported"), 100);
    assert_eq!(list.attribute("[data-waiting]", "data-waiting"), "120");
    app.finish().await;
}

#[tokio::test]
async fn on_a_phone_a_tap_on_a_message_brings_its_flag() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let first = say(&app.teacher().await, &class, "第一条").await;
    let second = say(&app.teacher().await, &class, "第二条").await;
    let phone = Browser::open(&app.origin(), 360, 780).await;
    phone.sign_in(Person::Xiaoming).await;
    phone.become_phone().await;
    phone.visit(&path(&class, "")).await;
    let message = |id: i64| format!("#messages [data-id='{id}']");
    for id in [first, second] {
        phone
            .click(&format!("{} .message__body", message(id)))
            .await;
        phone
            .find(&format!("{}[data-held] [data-report]", message(id)))
            .await;
        assert_eq!(
            phone.count("#messages [data-held]").await,
            1,
            "one at a time"
        );
    }
    phone
        .click(&format!("{} [data-report]", message(second)))
        .await;
    phone.sees(".reported", "第二条").await;
    phone.close().await;
    app.finish().await;
}

#[tokio::test]
async fn in_two_browsers_a_learner_reports_the_assistant_deletes_and_it_leaves_the_learners_screen()
{
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    enrol(&app, "xiaohong");
    let room = path(&class, "");
    let learner = Browser::open(&app.origin(), 1280, 800).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    let assistant = Browser::open(&app.origin(), 1280, 800).await;
    assistant.sign_in(Person::Zhang).await;
    assistant.visit(&room).await;
    assistant.find("#stage video").await;
    let message = say(&app.other_student().await, &class, "买课加我").await;
    learner.sees("#messages", "买课加我").await;
    learner
        .evaluate(&format!(
            "document.querySelector('#messages [data-id=\"{message}\"] [data-report]').click()"
        ))
        .await;
    // Over the class, which goes on; what is wrong with the form is said there.
    let send = "dialog form[action$='/report'] .button--primary";
    learner.type_into("dialog #reason", " ").await;
    learner.click(send).await;
    learner.find("dialog .field__error").await;
    learner.photograph("live-report").await;
    learner.type_into("dialog #reason", "广告").await;
    learner.click(send).await;
    learner.sees("#toasts", "老师和助教查看").await;
    learner.sees("#messages", "买课加我").await;
    let is_there = "return location.pathname + !document.querySelector('dialog[open]')";
    assert_eq!(learner.evaluate(is_there).await, format!("{room}true"));
    assistant
        .wait_until("return document.querySelector('[data-report-count]').textContent == '1'")
        .await;
    assistant.click("[data-panels] a[href='#reports']").await;
    assistant.sees("#reports .reported", "广告").await;
    assistant.photograph("live-reports-staff").await;
    assistant
        .click("#reports form[action$='/deletion'] button")
        .await;
    assistant.confirm().await;
    learner.loses("#messages", "买课加我").await;
    assistant.loses("#reports", "买课加我").await;
    assistant
        .wait_until("return document.querySelector('[data-report-count]').hidden")
        .await;
    assert_eq!(reports(&app, "outcome = 'upheld'"), 1);
    for browser in [&learner, &assistant] {
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    assistant.close().await;
    app.finish().await;
}
