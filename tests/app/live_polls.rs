//! Polls in a class: one vote each within the server's time, counts for nobody before they are shown.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;

use crate::support::{Browser, Class, Client, Person, Socket, TestApp};

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}/polls{rest}", class.id)
}

/// Makes one with the options 甲 and 乙, as the staff's page does.
async fn make(app: &TestApp, client: &Client, class: &Class<'_>, fields: &[(&str, &str)]) -> i64 {
    let usual = [("question", "选哪个？"), ("options", "甲\n乙")];
    let all = [usual.as_slice(), fields].concat();
    let answer = client.post_htmx(&path(class, ""), &all).await;
    assert_eq!(answer.status(), 204, "{answer:?}");
    app.count("SELECT max(id) AS n FROM live_polls")
}

async fn step(client: &Client, class: &Class<'_>, poll: i64, step: &str) -> u16 {
    let path = path(class, &format!("/{poll}/{step}"));
    client.post_htmx(&path, &[]).await.status()
}

/// The option of the poll at this place.
fn option(app: &TestApp, poll: i64, place: i64) -> String {
    app.count(&format!(
        "SELECT id AS n FROM live_poll_options WHERE poll_id = {poll} AND place = {place}"
    ))
    .to_string()
}

async fn vote(client: &Client, class: &Class<'_>, poll: i64, choices: &[&str]) -> u16 {
    let fields: Vec<(&str, &str)> = choices.iter().map(|choice| ("choice", *choice)).collect();
    let path = path(class, &format!("/{poll}/votes"));
    client.post_htmx(&path, &fields).await.status()
}

fn votes(app: &TestApp) -> i64 {
    app.count("SELECT count(*) AS n FROM live_poll_votes")
}

#[tokio::test]
async fn a_poll_is_opened_answered_closed_and_only_then_shown() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    let poll = make(&app, &assistant, &class, &[]).await;
    assert!(
        !student
            .get(&path(&class, ""))
            .await
            .text()
            .contains("选哪个")
    );
    assert_eq!(
        step(&assistant, &class, poll, "opening").await,
        409,
        "not live yet"
    );
    class.start().await;
    let socket = format!("/live/{}/socket", class.id);
    let mut page = app
        .socket(&socket, Some(Person::Xiaoming))
        .await
        .expect("a socket");
    page.resume(0).await;
    page.event("state").await;
    assert_eq!(
        vote(&student, &class, poll, &[&option(&app, poll, 1)]).await,
        404
    );
    assert_eq!(step(&assistant, &class, poll, "opening").await, 204);
    let html = page.event("polls").await[0]["html"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(
        html.contains("选哪个？") && html.contains("poll__form"),
        "{html}"
    );

    assert_eq!(
        vote(&student, &class, poll, &[&option(&app, poll, 1)]).await,
        204
    );
    assert!(
        !student
            .get(&path(&class, ""))
            .await
            .text()
            .contains("meter")
    );
    assert!(
        assistant
            .get(&path(&class, ""))
            .await
            .text()
            .contains("1 · 100 %")
    );

    assert_eq!(step(&assistant, &class, poll, "closing").await, 204);
    let html = page.event("polls").await[0]["html"].to_string();
    assert!(
        html.contains("closed") && !html.contains("meter"),
        "no counts before they are shown: {html}"
    );
    assert!(
        !student
            .get(&path(&class, ""))
            .await
            .text()
            .contains("meter")
    );
    assert_eq!(
        vote(&assistant, &class, poll, &[&option(&app, poll, 2)]).await,
        409
    );
    assert_eq!(step(&assistant, &class, poll, "results").await, 204);
    assert!(
        student
            .get(&path(&class, ""))
            .await
            .text()
            .contains("1 · 100 %")
    );
    assert_eq!(step(&assistant, &class, poll, "opening").await, 409);
    assert_eq!(
        step(&assistant, &class, poll, "deletion").await,
        409,
        "it has been asked"
    );

    let statistics = format!("/live/{}/statistics", class.id);
    let page = app.teacher().await.get(&statistics).await.html();
    assert!(
        page.texts("#polls .poll__question")
            .contains(&"选哪个？".to_owned())
    );
    app.finish().await;
}

/// The frames of these names that come until `last` has come, each with its name.
async fn heard(socket: &mut Socket, last: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut frames = Vec::new();
    loop {
        let frame = socket.frame().await;
        if frame["name"] == "votes" || frame["name"] == "polls" {
            let is_last = last(&frame);
            frames.push(frame);
            if is_last {
                return frames;
            }
        }
    }
}

/// Row W5.
#[tokio::test]
async fn votes_are_told_the_staff_alone_as_numbers_in_few_frames() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let fields = [("act", "open"), ("may_change", "on")];
    let poll = make(&app, &teacher, &class, &fields).await;
    let socket = format!("/live/{}/socket", class.id);
    let mut pages = Vec::new();
    for person in [Person::Xiaoming, Person::Wang] {
        let mut page = app.socket(&socket, Some(person)).await.expect("a socket");
        page.resume(0).await;
        page.event("state").await;
        pages.push(page);
    }
    let [first, second] = [1, 2].map(|place| option(&app, poll, place));
    let voters = [&student, &teacher, &app.assistant().await];
    for round in 0..6 {
        let choice = if round % 2 == 0 { &second } else { &first };
        for voter in voters {
            assert_eq!(vote(voter, &class, poll, &[choice]).await, 204);
        }
    }
    let is_whole = |frame: &Value| {
        let told = &frame["data"][poll.to_string()];
        told["voters"] == 3 && told["votes"][&first] == 3
    };
    let [mut learner, mut staff]: [Socket; 2] = pages.try_into().ok().expect("two pages");
    let frames = heard(&mut staff, is_whole).await;
    assert!(
        frames.len() <= 6,
        "{} frames for eighteen votes",
        frames.len()
    );
    for frame in &frames {
        assert_eq!(frame["name"], "votes", "{frame}");
        assert!(frame.to_string().len() < 200, "numbers alone: {frame}");
    }
    assert_eq!(step(&teacher, &class, poll, "closing").await, 204);
    let told = heard(&mut learner, |frame| frame["name"] == "polls").await;
    assert_eq!(told.len(), 1, "not a word of the votes: {told:?}");
    app.finish().await;
}

#[tokio::test]
async fn each_person_has_one_vote_which_changes_only_where_it_may() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let fixed = make(&app, &teacher, &class, &[("act", "open")]).await;
    let [first, second] = [1, 2].map(|place| option(&app, fixed, place));
    let both = [first.as_str(), second.as_str()];
    assert_eq!(
        vote(&student, &class, fixed, &both).await,
        422,
        "one of them"
    );
    assert_eq!(vote(&student, &class, fixed, &[]).await, 422);
    let clicks = (0..4).map(|click| vote(&student, &class, fixed, &both[click % 2..=click % 2]));
    let answers = join_all(clicks).await;
    assert_eq!(votes(&app), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 2);

    let free = make(
        &app,
        &teacher,
        &class,
        &[("act", "open"), ("is_multiple", "on"), ("may_change", "on")],
    )
    .await;
    let [third, fourth] = [1, 2].map(|place| option(&app, free, place));
    assert_eq!(
        vote(&student, &class, fixed, &[&first]).await,
        409,
        "another is open now"
    );
    assert_eq!(
        vote(&student, &class, free, &[&first]).await,
        422,
        "of another poll"
    );
    assert_eq!(vote(&student, &class, free, &[&third, &fourth]).await, 204);
    assert_eq!(votes(&app), 3);
    assert_eq!(vote(&student, &class, free, &[&fourth]).await, 204);
    assert_eq!(votes(&app), 2);
    app.finish().await;
}

#[tokio::test]
async fn the_servers_clock_closes_a_poll() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let teacher = app.teacher().await;
    let poll = make(
        &app,
        &teacher,
        &class,
        &[("act", "open"), ("seconds", "10")],
    )
    .await;
    let first = option(&app, poll, 1);
    let student = app.student().await;
    assert_eq!(vote(&student, &class, poll, &[&first]).await, 204);
    app.execute("UPDATE live_polls SET closes_at = now() - interval '1 millisecond'");
    assert_eq!(
        vote(&app.assistant().await, &class, poll, &[&first]).await,
        409
    );
    let list = student.get(&path(&class, "")).await.html();
    assert_eq!(list.attribute(".poll", "data-state"), "closed");
    app.finish().await;
}

#[tokio::test]
async fn only_the_staff_of_the_room_runs_polls() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let teacher = app.teacher().await;
    let poll = make(&app, &teacher, &class, &[]).await;
    let steps = ["opening", "closing", "results", "deletion"];
    let fields = [("question", "x"), ("options", "a\nb")];
    for (client, status) in [
        (app.student().await, 403),
        (app.other_student().await, 404),
        (app.other_teacher().await, 404),
        (app.anonymous(), 401),
    ] {
        let made = client.post_htmx(&path(&class, ""), &fields).await;
        assert_eq!(made.status(), status);
        for what in steps {
            assert_eq!(step(&client, &class, poll, what).await, status, "{what}");
        }
    }
    let other = app.plan_open_class().await;
    other.start().await;
    for what in steps {
        assert_eq!(
            step(&teacher, &other, poll, what).await,
            404,
            "{what} in another room"
        );
    }
    assert_eq!(step(&teacher, &class, poll, "opening").await, 204);
    let stranger = app.other_student().await;
    let first = option(&app, poll, 1);
    assert_eq!(vote(&stranger, &class, poll, &[&first]).await, 404);
    assert_eq!(vote(&stranger, &other, poll, &[&first]).await, 404);
    assert_eq!(votes(&app), 0);
    app.finish().await;
}

#[tokio::test]
async fn without_scripts_polls_are_made_answered_and_refused_in_words() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let room = format!("/live/{}", class.id);
    let form = teacher.get(&room).await.html().form("form#poll-form");
    let wrong = form
        .with("question", "懂了吗？")
        .with("options", "只有一个");
    let refused = teacher.submit(&wrong).await;
    assert_eq!(refused.status(), 422);
    let page = refused.html();
    assert!(page.has("#options-error") && page.has(".polls__new[open]"));
    assert_eq!(page.texts("#options"), ["只有一个"]);
    let form = page
        .form("form#poll-form")
        .with("options", "懂了\n没有")
        .and("act", "open");
    assert_eq!(teacher.submit(&form).await.status(), 303);
    let form = student.get(&room).await.html().form("form.poll__form");
    let choice = app
        .count("SELECT min(id) AS n FROM live_poll_options")
        .to_string();
    assert_eq!(
        student.submit(&form.and("choice", &choice)).await.status(),
        303
    );
    assert_eq!(votes(&app), 1);
    let page = student.get(&room).await.html();
    assert!(page.has(".poll__own") && !page.has("form.poll__form"));
    app.finish().await;
}

#[tokio::test]
async fn many_polls_ask_no_more_of_the_database_than_few() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let teacher = app.teacher().await;
    let mut asked = Vec::new();
    for _ in 0..2 {
        for _ in 0..6 {
            make(&app, &teacher, &class, &[]).await;
        }
        let before = app.queries_about(&["live_poll"]);
        teacher.get(&path(&class, "")).await;
        asked.push(app.queries_about(&["live_poll"]) - before);
    }
    assert_eq!(asked[0], asked[1]);
    app.finish().await;
}

#[tokio::test]
async fn in_two_browsers_a_poll_comes_over_the_picture_and_its_results_too() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let room = format!("/live/{}", class.id);
    let learner = Browser::open(&app.origin(), 1280, 800).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    learner.find("#stage video").await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{room}/studio")).await;
    teacher.click("[data-panels] a[href='#polls']").await;
    teacher.click(".polls__new summary").await;
    teacher
        .type_into("#poll-form [name=question]", "这一步听懂了吗？")
        .await;
    teacher
        .type_into("#poll-form [name=options]", "听懂了\n还没有")
        .await;
    teacher.click("#poll-form [value=open]").await;
    learner
        .sees(".stage__poll .poll__question", "这一步听懂了吗？")
        .await;
    learner.photograph("poll-over-the-picture").await;
    learner.click(".stage__poll label.choice").await;
    learner.click(".stage__poll .poll__form button").await;
    learner
        .wait_until("return !document.querySelector('.stage__poll')")
        .await;
    teacher.sees("#polls .poll__count", "1 · 100 %").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    teacher.photograph("poll-studio").await;
    teacher
        .click("#polls form[action$='/results'] button")
        .await;
    learner.sees(".stage__poll .poll__count", "1 · 100 %").await;
    learner.photograph("poll-results").await;
    for browser in [&teacher, &learner] {
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    teacher.close().await;
    app.finish().await;
}
