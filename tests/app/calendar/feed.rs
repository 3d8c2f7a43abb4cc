//! The feed that a calendar program reads: whose it is, what is in it, and that it is iCalendar.

use icalendar::{Calendar, Component};
use reqwest::Method;

use super::{assignment, new_feed, quiz};
use crate::support::{Answer, Client, Person, TestApp};

fn parsed(feed: &Answer) -> Calendar {
    assert_eq!(feed.status(), 200, "{feed:?}");
    feed.text().parse().expect("iCalendar")
}

/// The summaries of what is in the feed.
async fn summaries(client: &Client, path: &str) -> Vec<String> {
    let calendar = parsed(&client.get(path).await);
    let found = calendar.events().filter_map(|event| event.get_summary());
    found.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_program_without_a_session_reads_the_dates_of_one_person() {
    let app = TestApp::start().await;
    let lesson = assignment(&app, "date_trunc('second', now()) + interval '3 days'").await;
    quiz(&app, "now() + interval '4 days'").await;
    let class = app.plan_class().await;
    app.execute(&format!(
        "UPDATE live_rooms SET start_time = now() + interval '2 days', title = '期中直播' WHERE id = {}",
        class.id
    ));
    let title =
        "第三章作业：线性方程组, 行列式; 反斜杠\\ 与很长很长很长很长很长很长很长很长的标题 🎓 结束";
    app.execute(&format!(
        "UPDATE lessons SET title = '{title}' WHERE id = {lesson}"
    ));
    let path = new_feed(&app.student().await).await;
    let program = app.anonymous();
    let feed = program.get(&path).await;
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    assert!(feed.header("cache-control").contains("private"));
    assert_eq!(feed.header("referrer-policy"), "no-referrer");
    assert!(
        !feed.header("set-cookie").contains("lectern"),
        "no session is begun"
    );

    let text = feed.text();
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
        "{text}"
    );
    assert!(
        !text.replace("\r\n", "").contains(['\r', '\n']),
        "each line ends as RFC 5545 says"
    );
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let calendar = parsed(&feed);
    let events: Vec<_> = calendar.events().collect();
    assert_eq!(events.len(), 3);
    let summaries: Vec<_> = events
        .iter()
        .filter_map(|event| event.get_summary())
        .collect();
    assert_eq!(
        summaries,
        [
            "直播：期中直播",
            &format!("作业截止：{title}"),
            "测验截止：第一次测验"
        ],
        "in order, and read back letter by letter"
    );
    let due = app.text("SELECT to_char(due_at AT TIME ZONE 'UTC', 'YYYYMMDD\"T\"HH24MISS\"Z\"') AS t FROM assignments");
    assert_eq!(events[1].property_value("DTSTART"), Some(due.as_str()));
    let id = app.count("SELECT id AS n FROM assignments");
    assert_eq!(
        events[1].get_uid(),
        Some(format!("assignment-due-{id}@localhost").as_str())
    );
    let link = format!(
        "http://localhost:8080/courses/{}/lessons/{lesson}",
        app.cast.course
    );
    assert_eq!(events[1].get_url(), Some(link.as_str()));
    assert_eq!(
        events[1].get_description(),
        Some(format!("线性代数\n{link}").as_str())
    );
    assert_eq!(events[1].property_value("TRANSP"), Some("TRANSPARENT"));
    assert!(
        events[0].property_value("DTEND").is_some(),
        "a class takes its time"
    );
    for event in events {
        assert!(event.get_timestamp().is_some() && event.get_last_modified().is_some());
    }
    app.finish().await;
}

#[tokio::test]
async fn the_feed_shows_what_its_reader_may_see_now() {
    let app = TestApp::start().await;
    let lesson = assignment(&app, "now() + interval '3 days'").await;
    assignment(&app, "now() + interval '370 days'").await;
    assignment(&app, "now() - interval '61 days'").await;
    let (learner, course) = (app.student().await, app.cast.course);
    let (path, of_nobody) = (
        new_feed(&learner).await,
        new_feed(&app.other_student().await).await,
    );
    let program = app.anonymous();
    let of = |program: &Client| {
        let (program, path) = (program.clone(), path.clone());
        async move { summaries(&program, &path).await }
    };
    assert_eq!(
        of(&program).await,
        ["作业截止：第一次作业"],
        "the far ones are left out"
    );
    assert!(summaries(&program, &of_nobody).await.is_empty());
    app.execute(&format!(
        "UPDATE courses SET status = 'draft' WHERE id = {course}"
    ));
    assert!(of(&program).await.is_empty(), "a draft");
    app.execute(&format!(
        "UPDATE courses SET status = 'published' WHERE id = {course}"
    ));
    let base = format!("/courses/{course}/lessons/{lesson}/assignment");
    crate::assignments::save(&learner, &base, 1, "我的答案").await;
    assert_eq!(
        crate::assignments::hand_in(&learner, &base, 1)
            .await
            .status(),
        303
    );
    assert_eq!(of(&program).await, ["✓ 作业截止：第一次作业"]);
    learner
        .post(&format!("/courses/{course}/enrolment/end"), &[])
        .await;
    assert!(of(&program).await.is_empty(), "who has left");
    app.finish().await;
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let app = TestApp::start().await;
    assignment(&app, "now() + interval '3 days'").await;
    let path = new_feed(&app.student().await).await;
    let program = app.anonymous();
    let tag = program.get(&path).await.header("etag").to_owned();
    let ask = || {
        let request = program.request(Method::GET, &path);
        program.send(request.header("If-None-Match", &tag))
    };
    let same = ask().await;
    assert_eq!((same.status(), same.body.len()), (304, 0));
    assert_eq!(same.header("etag"), tag);
    app.execute("UPDATE assignments SET due_at = due_at + interval '1 hour'");
    assert_eq!(ask().await.status(), 200, "it has moved");
    app.finish().await;
}

#[tokio::test]
async fn an_address_is_shown_once_and_opens_nothing_once_it_is_renewed_or_revoked() {
    let app = TestApp::start().await;
    let (learner, program) = (app.student().await, app.anonymous());
    assert!(
        learner
            .get("/calendar")
            .await
            .html()
            .has("form[action='/calendar/feed']")
    );
    let first = new_feed(&learner).await;
    let token = first
        .trim_start_matches("/calendar/")
        .trim_end_matches(".ics");
    assert!(token.len() >= 43, "256 bits: {token}");
    let page = learner.get("/calendar").await.text();
    assert!(!page.contains(token), "never again");
    assert_eq!(
        app.count(&format!(
            "SELECT count(*) AS n FROM calendar_feeds WHERE token_hash = sha256('{token}')"
        )),
        1
    );
    assert_eq!(program.get(&first).await.status(), 200);
    let second = new_feed(&learner).await;
    assert_eq!(program.get(&first).await.status(), 404, "renewed");
    assert_eq!(program.get(&second).await.status(), 200);
    let revoked = learner.post("/calendar/feed/removal", &[]).await;
    assert_eq!(revoked.location(), "/calendar");
    let gone = program.get(&second).await;
    assert_eq!(gone.status(), 404, "revoked");
    assert_eq!(gone.header("referrer-policy"), "no-referrer");
    assert!(!gone.text().contains("<a "), "nothing leads on from it");
    for strange in ["x", "1", "..", "%00", &token.to_uppercase(), &token[1..]] {
        let nothing = program.get(&format!("/calendar/{strange}.ics")).await;
        assert!(
            [400, 404].contains(&nothing.status()),
            "{strange}: {nothing:?}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn nobody_who_is_shut_out_has_a_feed() {
    let app = TestApp::start().await;
    let path = new_feed(&app.student().await).await;
    let (program, id) = (app.anonymous(), app.id_of(Person::Xiaoming));
    for (shut_out, back) in [
        ("is_suspended = true", "is_suspended = false"),
        ("deleted_at = now()", "deleted_at = NULL"),
    ] {
        app.execute(&format!("UPDATE users SET {shut_out} WHERE id = {id}"));
        assert_eq!(program.get(&path).await.status(), 404, "{shut_out}");
        app.execute(&format!("UPDATE users SET {back} WHERE id = {id}"));
        assert_eq!(program.get(&path).await.status(), 200, "{back}");
    }
    app.finish().await;
}

#[tokio::test]
async fn who_asks_all_the_time_is_told_to_wait() {
    let app = TestApp::start().await;
    let path = new_feed(&app.student().await).await;
    let program = app.anonymous();
    for path in [path.as_str(), "/calendar/guess.ics"] {
        let mut last = program.get(path).await;
        for _ in 0..30 {
            last = program.get(path).await;
        }
        assert_eq!(last.status(), 429, "{path}");
        assert!(!last.header("retry-after").is_empty());
    }
    app.finish().await;
}
