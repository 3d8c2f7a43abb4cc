//! Two nodes of one site over one Postgres, joined by a Redis that may go away (design: delivery 9 and 10; rows R21, W3).

use std::time::{Duration, Instant};

use lectern::realtime::{self, Topic};
use serde_json::{Value, json};

use super::{Room, session_cookie};
use crate::support::{
    Client, Copy, Handshake, Node, PASSWORD, Person, RedisServer, Socket, TestApp, eventually,
};

/// What is told over the bus comes within this. Without it a node looks every two seconds.
const AT_ONCE: Duration = Duration::from_secs(1);

/// What is not told comes within this.
const BY_ITSELF: Duration = Duration::from_secs(4);

/// Two nodes and their Redis.
struct Site {
    app: TestApp,
    node: Node,
    room: Room,
}

impl Site {
    async fn start(redis: Option<&RedisServer>) -> Site {
        let url = redis.map(|redis| redis.url().parse().expect("an address"));
        let app = TestApp::start_with(|config| config.bus.redis_url = url).await;
        let node = app.beside().await;
        let room = Room::of_course(&app).await;
        let site = Site { app, node, room };
        if redis.is_some() {
            site.is_joined(true).await;
        }
        site
    }

    /// Waits until both nodes say that they are joined, or that they are not.
    async fn is_joined(&self, expected: bool) {
        for client in [self.app.anonymous(), self.node.anonymous()] {
            eventually("the nodes notice", async || {
                let answer = client.get("/readyz").await;
                assert_eq!(answer.status(), 200, "it can serve all the same");
                answer.text().contains("Redis is away") != expected
            })
            .await;
        }
    }

    /// An open page on the other node, whose reader is in the course.
    async fn listen_there(&self, cookie: &str) -> (Socket, Copy) {
        let path = format!("{}/socket", self.room.path);
        let socket = Handshake::new(&self.node.origin(), &path, cookie)
            .open()
            .await;
        let (mut socket, mut copy) = (socket.expect("the socket opens"), Copy::default());
        socket.resume(0).await;
        assert!(copy.apply(&socket.frame().await));
        (socket, copy)
    }

    async fn cookie_there(&self, person: Person) -> String {
        session_cookie(&self.node.anonymous(), person.username()).await
    }

    async fn client_there(&self, person: Person) -> Client {
        let client = self.node.anonymous();
        let form = [("login", person.username()), ("password", PASSWORD)];
        assert_eq!(client.post("/login", &form).await.status(), 303);
        client
    }

    async fn finish(self) {
        self.node.finish().await;
        self.app.finish().await;
    }
}

/// The next frame, and how long it took to come.
async fn timed(socket: &mut Socket) -> (Value, Duration) {
    let started = Instant::now();
    let frame = socket.frame().await;
    (frame, started.elapsed())
}

#[tokio::test]
async fn what_is_said_on_one_node_reaches_the_other_at_once_and_in_order() {
    let redis = RedisServer::start().await;
    let site = Site::start(Some(&redis)).await;
    let (student, there) = (
        site.app.student().await,
        site.client_there(Person::Wang).await,
    );
    let cookie = site.cookie_there(Person::Zhang).await;
    let (mut socket, mut copy) = site.listen_there(&cookie).await;
    // Spread over more than two looks, which therefore can't have brought all of them in time.
    for n in 0..5 {
        let (speaker, words) = match n % 2 {
            0 => (&student, format!("here {n}")),
            _ => (&there, format!("there {n}")),
        };
        site.room.said(speaker, &words).await;
        let (frame, took) = timed(&mut socket).await;
        assert!(took < AT_ONCE, "message {n} took {took:?}");
        assert!(copy.apply(&frame), "nothing is missing before message {n}");
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    // Both at the same time: each node has to put the other's in between.
    let talk = async |speaker: &Client, name: &str| {
        for n in 0..10 {
            site.room.said(speaker, &format!("{name} {n}")).await;
        }
    };
    tokio::join!(talk(&student, "a"), talk(&there, "b"));
    while copy.last < 25 {
        assert!(copy.apply(&socket.frame().await), "in order on every node");
    }
    let texts = copy.texts();
    assert_eq!(texts.len(), 25);
    for name in ["a", "b"] {
        let own = texts.iter().filter(|text| text.starts_with(name));
        let expected: Vec<String> = (0..10).map(|n| format!("{name} {n}")).collect();
        assert!(own.eq(&expected), "{texts:?}");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_deletion_and_what_is_told_once_cross_too() {
    let redis = RedisServer::start().await;
    let site = Site::start(Some(&redis)).await;
    let student = site.app.student().await;
    let message = site.room.said(&student, "a slip").await;
    let cookie = site.cookie_there(Person::Zhang).await;
    let (mut socket, mut copy) = site.listen_there(&cookie).await;
    assert_eq!(copy.texts(), ["a slip"]);
    let path = format!("{}/messages/{message}/deletion", site.room.path);
    assert_eq!(student.post_htmx(&path, &[]).await.status(), 204);
    let (frame, took) = timed(&mut socket).await;
    assert!(took < AT_ONCE, "{took:?}");
    assert!(copy.apply(&frame) && copy.texts().is_empty());
    assert!(
        !frame.to_string().contains("a slip"),
        "its words are not in the frame"
    );
    let topic = Topic::of::<lectern::chat::ChatLog>(site.room.id);
    let hub = &site.app.app().hub;
    hub.announce(topic, "bell", |locale| json!(format!("{locale:?}")));
    let bell = socket.frame().await;
    assert_eq!(
        (&bell["name"], &bell["data"]),
        (&json!("bell"), &json!("ZhCn"))
    );
    hub.announce_here(topic, "whisper", &json!(1));
    assert!(socket.is_quiet().await, "what every node knows is not told");
    site.finish().await;
}

#[tokio::test]
async fn with_redis_away_a_message_comes_a_little_later_and_with_it_back_at_once() {
    let mut redis = RedisServer::start().await;
    let site = Site::start(Some(&redis)).await;
    let student = site.app.student().await;
    let cookie = site.cookie_there(Person::Zhang).await;
    let (mut socket, mut copy) = site.listen_there(&cookie).await;
    redis.stop().await;
    site.is_joined(false).await;
    for n in 0..2 {
        site.room.said(&student, &format!("without {n}")).await;
        let (frame, took) = timed(&mut socket).await;
        assert!(took < BY_ITSELF, "{took:?}");
        assert!(copy.apply(&frame));
    }
    redis.begin().await;
    site.is_joined(true).await;
    for n in 0..4 {
        site.room.said(&student, &format!("again {n}")).await;
        let (frame, took) = timed(&mut socket).await;
        assert!(took < AT_ONCE, "message {n} took {took:?}");
        assert!(copy.apply(&frame));
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    let expected = [
        "without 0",
        "without 1",
        "again 0",
        "again 1",
        "again 2",
        "again 3",
    ];
    assert_eq!(copy.texts(), expected);
    site.finish().await;
}

#[tokio::test]
async fn a_site_starts_without_its_redis_and_two_nodes_without_any_find_out_by_themselves() {
    let mut redis = RedisServer::start().await;
    redis.stop().await;
    let site = Site::start(None).await;
    let url = redis.url().parse().ok();
    let lonely = TestApp::start_with(|config| config.bus.redis_url = url).await;
    assert!(
        lonely
            .anonymous()
            .get("/readyz")
            .await
            .text()
            .contains("Redis is away")
    );
    let room = Room::of_course(&lonely).await;
    let (mut socket, mut copy) = room.open(&lonely, Person::Zhang).await;
    room.said(&lonely.student().await, "alone").await;
    let (frame, took) = timed(&mut socket).await;
    assert!(
        copy.apply(&frame) && took < AT_ONCE,
        "its own it tells at once"
    );
    lonely.finish().await;
    let cookie = site.cookie_there(Person::Zhang).await;
    let (mut socket, mut copy) = site.listen_there(&cookie).await;
    site.room.said(&site.app.student().await, "hello").await;
    let (frame, took) = timed(&mut socket).await;
    assert!(copy.apply(&frame) && took < BY_ITSELF, "{took:?}");
    assert!(
        !site
            .node
            .anonymous()
            .get("/readyz")
            .await
            .text()
            .contains("Redis")
    );
    site.finish().await;
}

#[tokio::test]
async fn who_is_removed_or_signed_out_on_one_node_is_out_on_the_other_at_once() {
    let redis = RedisServer::start().await;
    let site = Site::start(Some(&redis)).await;
    let teacher = site.app.teacher().await;
    let student = site.app.id_of(Person::Xiaoming);
    let cookie = site.cookie_there(Person::Xiaoming).await;
    let (mut socket, _) = site.listen_there(&cookie).await;
    let staff = site.cookie_there(Person::Zhang).await;
    let (mut staying, _) = site.listen_there(&staff).await;
    let ban = format!("{}/people/{student}/ban", site.room.path);
    assert_eq!(
        teacher.post(&ban, &[("reason", "spam")]).await.status(),
        303
    );
    let started = Instant::now();
    assert_eq!(socket.close_code().await, 4403);
    assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
    assert!(staying.is_quiet().await, "others stay");

    let settings = async || {
        let there = site.node.anonymous();
        let request = there.request(reqwest::Method::GET, "/settings");
        there.send(request.header("Cookie", &staff)).await.status()
    };
    assert_eq!(settings().await, 200, "that node remembers the session");
    let here = site.app.anonymous();
    let sign_out = here.request(reqwest::Method::POST, "/logout");
    let sign_out = sign_out.header("Cookie", &staff);
    assert_eq!(here.send(sign_out).await.status(), 303);
    let started = Instant::now();
    assert_eq!(staying.close_code().await, 4401);
    assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
    assert_ne!(settings().await, 200, "and has forgotten it");
    site.finish().await;
}

#[tokio::test]
async fn who_loses_a_right_while_redis_is_away_is_out_within_seconds() {
    let mut redis = RedisServer::start().await;
    let site = Site::start(Some(&redis)).await;
    let cookie = site.cookie_there(Person::Xiaoming).await;
    let (mut socket, _) = site.listen_there(&cookie).await;
    redis.stop().await;
    site.is_joined(false).await;
    site.app.execute("DELETE FROM enrollments");
    realtime::recheck(site.app.app(), site.app.id_of(Person::Xiaoming)).await;
    let started = Instant::now();
    assert_eq!(socket.close_code().await, 4403);
    assert!(
        started.elapsed() < Duration::from_secs(8),
        "{:?}",
        started.elapsed()
    );
    site.finish().await;
}

#[tokio::test]
async fn who_is_there_and_who_writes_is_seen_on_both_nodes_and_with_redis_away_on_ones_own() {
    let mut redis = RedisServer::start().await;
    let site = Site::start(Some(&redis)).await;
    let (wang, xiaoming) = (
        site.app.id_of(Person::Wang),
        site.app.id_of(Person::Xiaoming),
    );
    let both = json!({ "count": 2, "people": [wang.min(xiaoming), wang.max(xiaoming)] });
    let (mut here, _) = site.room.open(&site.app, Person::Wang).await;
    let cookie = site.cookie_there(Person::Xiaoming).await;
    let (mut there, _) = site.listen_there(&cookie).await;
    while here.event("presence").await != both {}
    while there.event("presence").await != both {}
    let people = format!("{}/people", site.room.path);
    let page = site.app.assistant().await.get(&people).await.html();
    assert_eq!(page.count(".person__online:not([hidden])"), 2);
    let teacher = site.client_there(Person::Wang).await;
    let page = teacher.get(&site.room.path).await.html();
    assert!(page.text("[data-online]").contains('2'));

    let student = site.client_there(Person::Xiaoming).await;
    let typing = format!("{}/typing", site.room.path);
    assert_eq!(student.post_htmx(&typing, &[]).await.status(), 204);
    let said = json!({ "user": xiaoming, "name": "小明" });
    assert_eq!(here.event("typing").await, said, "across");
    assert_eq!(there.event("typing").await, said, "and at home");

    redis.stop().await;
    site.is_joined(false).await;
    let own = |user: i64| json!({ "count": 1, "people": [user] });
    while here.event("presence").await != own(wang) {}
    while there.event("presence").await != own(xiaoming) {}
    assert_eq!(student.post_htmx(&typing, &[]).await.status(), 204);
    assert_eq!(there.event("typing").await, said);
    redis.begin().await;
    site.is_joined(true).await;
    while here.event("presence").await != both {}

    drop(there);
    while here.event("presence").await != own(wang) {}
    site.finish().await;
}
