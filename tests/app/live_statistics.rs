//! Who watched: stays of people and not of tabs, samples, one final row, and the teacher's page.

use crate::support::{Class, Person, Socket, TestApp, eventually};

async fn watch(app: &TestApp, person: Option<Person>, class: &Class<'_>) -> Socket {
    let path = format!("/live/{}/socket", class.id);
    let mut socket = app.socket(&path, person).await.expect("a socket");
    socket.resume(0).await;
    socket
}

fn open_stays(app: &TestApp) -> i64 {
    app.count("SELECT count(*) AS n FROM live_viewers WHERE leave_time IS NULL")
}

#[tokio::test]
async fn two_tabs_are_one_stay_which_ends_with_the_last() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let first = watch(&app, Some(Person::Xiaoming), &class).await;
    let second = watch(&app, Some(Person::Xiaoming), &class).await;
    assert_eq!(open_stays(&app), 1);
    drop(first);
    tokio::time::sleep(std::time::Duration::from_secs(8)).await;
    assert_eq!(open_stays(&app), 1, "the other tab is still open");
    drop(second);
    eventually("the stay ends", async || open_stays(&app) == 0).await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_viewers"), 1);
    app.finish().await;
}

#[tokio::test]
async fn who_waits_becomes_a_viewer_when_the_class_begins() {
    let app = TestApp::start().await;
    let class = app.plan_open_class().await;
    let _student = watch(&app, Some(Person::Xiaoming), &class).await;
    let _guest = watch(&app, None, &class).await;
    assert_eq!(open_stays(&app), 0, "nothing is to be watched yet");
    class.start().await;
    eventually("both watch", async || open_stays(&app) == 2).await;
    class.end().await;
    eventually("both have left", async || open_stays(&app) == 0).await;
    app.finish().await;
}

#[tokio::test]
async fn stays_that_a_kill_has_left_open_end_when_they_were_last_seen() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    app.execute(&format!(
        "INSERT INTO live_viewers (live_room_id, user_id, join_time, last_seen_at)
         VALUES ({}, {}, now() - interval '10 minutes', now() - interval '4 minutes')",
        class.id,
        app.id_of(Person::Xiaoming)
    ));
    eventually("it is closed", async || open_stays(&app) == 0).await;
    let watched =
        "SELECT extract(epoch FROM leave_time - join_time)::bigint AS n FROM live_viewers";
    assert_eq!(app.count(watched), 360);
    app.finish().await;
}

#[tokio::test]
async fn an_ended_class_has_one_final_row_of_people_peak_and_time() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    // Xiaoming twice, 2 and 1 minutes; Wang 3 minutes, together with the first stay.
    app.execute(&format!(
        "INSERT INTO live_viewers (live_room_id, user_id, join_time, last_seen_at, leave_time)
         SELECT {}, id, now() - start, now(), now() - leave
         FROM (VALUES ('xiaoming', interval '9 min', interval '7 min'), ('wang', interval '9 min', interval '6 min'),
             ('xiaoming', interval '5 min', interval '4 min')) AS stay (username, start, leave) JOIN users USING (username)",
        class.id
    ));
    class.end().await;
    let final_rows = "SELECT count(*) AS n FROM live_statistics WHERE is_final";
    eventually("the books are closed", async || app.count(final_rows) == 1).await;
    let row =
        "SELECT (viewer_count * 10000 + peak_viewers * 1000 + average_watch_time)::bigint AS n
               FROM live_statistics WHERE is_final";
    assert_eq!(app.count(row), 2 * 10_000 + 2 * 1_000 + 180);
    let page = app
        .teacher()
        .await
        .get(&format!("/live/{}/statistics", class.id))
        .await
        .html();
    assert_eq!(page.texts(".figure dd")[..3], ["2", "2", "3:00"]);
    app.finish().await;
}

#[tokio::test]
async fn the_figures_show_plots_with_their_numbers_behind() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    app.execute(&format!(
        "INSERT INTO live_statistics (live_room_id, viewers_now, viewer_count, peak_viewers, average_watch_time, collected_at)
         SELECT {0}, n, n, n, 30, now() - interval '1 hour' + n * interval '1 minute' FROM generate_series(1, 9) AS n",
        class.id
    ));
    let page = app
        .teacher()
        .await
        .get(&format!("/live/{}/statistics", class.id))
        .await
        .html();
    assert!(page.has("#viewers svg .chart__line"));
    assert!(page.count("#viewers tbody tr") >= 9);
    assert!(page.has("#messages"));
    app.finish().await;
}
