//! The database does not answer, which is worse than being away: its network swallows everything (reliability row R4), or all
//! connections to it are taken (row R5). What can be served is, the rest is told so soon, and nobody has to start anything
//! again.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use futures_util::future::join_all;
use uuid::Uuid;

use super::Room;
use crate::support::{BlackHole, Client, Database, TestApp, eventually};

/// A request that is under way when the network goes waits 20 seconds for its answer, and perhaps two for a connection.
const LONGEST: Duration = Duration::from_secs(30);

/// One that comes later waits twice two seconds for a connection.
const SOON: Duration = Duration::from_secs(8);

/// Pages that need no database.
const AT_ONCE: Duration = Duration::from_secs(1);

async fn timed(client: &Client, path: &str) -> (u16, Duration) {
    let asked = Instant::now();
    let status = client.get(path).await.status();
    (status, asked.elapsed())
}

/// What needs no database answers as ever.
async fn stands(visitor: &Client) {
    for path in ["/healthz", "/static/css/chat.css"] {
        let (status, took) = timed(visitor, path).await;
        assert_eq!(status, 200, "{path}");
        assert!(took < AT_ONCE, "{path} took {took:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_swallows_everything_costs_time_and_nothing_that_was_acknowledged() {
    let hole = BlackHole::before(Database::socket()).await;
    let app = TestApp::start_with(|config| {
        let url = config.database.url.take().expect("a database");
        let name = url.rsplit('/').next().expect("its name");
        config.database.url = Some(hole.url(name));
    })
    .await;
    let room = Room::of_course(&app).await;
    let (student, teacher, visitor) = (app.student().await, app.teacher().await, app.anonymous());
    room.said(&teacher, "before").await;

    hole.open();
    let started = Instant::now();
    let nonce = Uuid::now_v7();
    let (sent, pages) = tokio::join!(
        room.say_as(&student, "into the hole", nonce),
        join_all((0..12).map(|_| timed(&teacher, "/chat"))),
    );
    assert_eq!(sent.status(), 503);
    for (status, took) in pages {
        assert_eq!(status, 503);
        assert!(took < LONGEST, "{took:?}");
    }
    assert!(started.elapsed() < LONGEST);
    stands(&visitor).await;
    let (status, took) = timed(&student, "/chat").await;
    assert_eq!(status, 503);
    assert!(
        took < SOON,
        "by now all connections are known to be stuck: {took:?}"
    );
    assert_eq!(visitor.get("/readyz").await.status(), 503);

    hole.close();
    eventually("it serves again by itself", async || {
        visitor.get("/readyz").await.status() == 200
    })
    .await;
    eventually(
        "what was not acknowledged is taken when it is sent again",
        async || {
            let answer = room.say_as(&student, "into the hole", nonce).await;
            matches!(answer.status(), 200 | 201)
        },
    )
    .await;
    room.said(&teacher, "after").await;
    let texts = "SELECT string_agg(content, '|' ORDER BY seq) AS t FROM messages";
    assert_eq!(app.text(texts), "before|into the hole|after");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_all_connections_taken_others_are_told_soon_and_what_needs_none_goes_on() {
    let app = TestApp::start().await;
    let (student, visitor) = (app.student().await, app.anonymous());
    assert_eq!(student.get("/chat").await.status(), 200);
    let mut hog = app.database();
    hog.batch_execute("BEGIN; LOCK TABLE chat_room_members IN ACCESS EXCLUSIVE MODE")
        .expect("the lock");
    let (client, path) = (student.clone(), "/chat");
    let crowd = tokio::spawn(async move {
        join_all((0..16).map(|_| async { client.get(path).await.status() })).await
    });
    eventually("the pool is empty", async || {
        visitor.get("/readyz").await.status() == 503
    })
    .await;
    stands(&visitor).await;
    let (status, took) = timed(&visitor, "/readyz").await;
    assert_eq!(status, 503);
    assert!(took < SOON, "{took:?}");
    hog.batch_execute("ROLLBACK").expect("the lock is let go");
    let statuses = crowd.await.expect("all are answered");
    let served = statuses.iter().filter(|status| **status == 200).count();
    assert!(
        (1..16).contains(&served),
        "those who waited in the database are served: {statuses:?}"
    );
    assert!(statuses.iter().all(|status| [200, 503].contains(status)));
    assert_eq!(student.get("/chat").await.status(), 200);
    assert_eq!(visitor.get("/readyz").await.status(), 200);
    app.finish().await;
}
