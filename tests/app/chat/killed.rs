//! The program is killed in the middle of a conversation (row R1 of the reliability table): what was acknowledged is
//! there once, in order, on every page.

use std::sync::Arc;
use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::session_cookie;
use crate::support::{Copy, Database, Document, Handshake, Program};

pub(super) const TALKERS: usize = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill_once_and_in_order_on_every_page() {
    let data = tempfile::tempdir().expect("a folder");
    let database = Database::create();
    insert_talkers(&mut database.connect());
    let mut program = Program::serve(&database, data.path()).await;
    let stage = Stage::new(program.origin());
    let room = room_of_talkers(&mut database.connect());
    let talkers = join_all((0..TALKERS).map(|n| Talker::new(n, &program, room))).await;
    let talking: Vec<JoinHandle<Vec<Said>>> = talkers
        .iter()
        .map(|talker| tokio::spawn(talker.clone().talk(stage.clone())))
        .collect();
    let listening: Vec<JoinHandle<Copy>> = talkers
        .into_iter()
        .map(|talker| tokio::spawn(talker.listen(stage.clone())))
        .collect();
    // In the middle of the conversation, and once more while everybody is coming back.
    for pause in [2_000, 500] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        stage.origin.send_replace(None);
        program.kill().await;
        program = Program::serve(&database, data.path()).await;
        stage.origin.send_replace(Some(program.origin().to_owned()));
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    stage.is_over.send_replace(true);
    let acknowledged = all(talking).await;
    let stored = texts(
        &mut database.connect(),
        "SELECT content AS text FROM messages ORDER BY seq",
    );
    stage.end.send_replace(Some(stored.len() as i64));
    let copies = all(listening).await;
    program.stop().await;
    let gaps =
        "SELECT 'gap' AS text FROM messages HAVING max(seq) <> count(*) OR max(rev) <> count(*)";
    assert!(
        texts(&mut database.connect(), gaps).is_empty(),
        "no gap in the numbers"
    );
    for (n, acknowledged) in acknowledged.iter().enumerate() {
        let mark = format!("{n}-");
        let own: Vec<&String> = stored
            .iter()
            .filter(|text| text.starts_with(&mark))
            .collect();
        assert!(acknowledged.len() > 3, "talker {n} had a say");
        assert_eq!(
            own,
            acknowledged
                .iter()
                .map(|said| &said.text)
                .collect::<Vec<_>>(),
            "each once, in order"
        );
    }
    for (n, copy) in copies.iter().enumerate() {
        assert_eq!(copy.texts(), stored, "the page of talker {n}");
    }
}

/// What everybody goes by.
pub(super) struct Stage {
    /// Where the program answers; nowhere while it is dead.
    pub(super) origin: watch::Sender<Option<String>>,
    pub(super) is_over: watch::Sender<bool>,
    /// The last revision, once nobody talks any more.
    pub(super) end: watch::Sender<Option<i64>>,
}

impl Stage {
    pub(super) fn new(origin: &str) -> Arc<Stage> {
        Arc::new(Stage {
            origin: watch::Sender::new(Some(origin.to_owned())),
            is_over: watch::Sender::new(false),
            end: watch::Sender::new(None),
        })
    }

    async fn origin(&self) -> String {
        let mut origin = self.origin.subscribe();
        let known = origin.wait_for(Option::is_some).await.expect("a stage");
        known.clone().unwrap_or_default()
    }
}

/// Somebody who does not stop when the program goes away.
#[derive(Clone)]
pub(super) struct Talker {
    number: usize,
    cookie: String,
    path: String,
    /// Hangs up now and then, and takes back every fifth message.
    pub(super) is_restless: bool,
}

/// What was acknowledged.
pub(super) struct Said {
    pub(super) text: String,
    /// And taken back again, which was acknowledged too.
    pub(super) is_gone: bool,
}

impl Talker {
    pub(super) async fn new(number: usize, program: &Program, room: i64) -> Talker {
        Talker {
            number,
            cookie: session_cookie(&program.client(), &format!("talker{number}")).await,
            path: format!("/chat/rooms/{room}"),
            is_restless: false,
        }
    }

    /// One message after the other; each is sent again, with its nonce, until it is acknowledged. Returns those that
    /// were.
    pub(super) async fn talk(self, stage: Arc<Stage>) -> Vec<Said> {
        lectern::app::choose_cryptography();
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .build()
            .expect("a client");
        let mut acknowledged = Vec::new();
        // However slow the machine, everybody has a say.
        while !*stage.is_over.borrow() || acknowledged.len() <= 3 {
            let text = format!("{}-{}", self.number, acknowledged.len());
            let nonce = Uuid::now_v7();
            let id = loop {
                let origin = stage.origin().await;
                if let Some(id) = self.send(&http, &origin, &text, nonce).await {
                    break id;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            };
            let is_gone = self.is_restless && acknowledged.len() % 5 == 4;
            while is_gone && !self.is_taken_back(&http, &stage.origin().await, id).await {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            acknowledged.push(Said { text, is_gone });
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        acknowledged
    }

    /// The id of the message, if it is acknowledged.
    async fn send(
        &self,
        http: &reqwest::Client,
        origin: &str,
        text: &str,
        nonce: Uuid,
    ) -> Option<i64> {
        let form = [("content", text), ("nonce", &nonce.to_string())];
        let answer = self.post(http, origin, "", &form).await?;
        match answer.status().as_u16() {
            200 | 201 => {
                let html = Document::parse(&answer.text().await.ok()?);
                html.attribute(".message", "data-id").parse().ok()
            }
            429 | 503 => None,
            other => panic!("{text} is answered with {other}"),
        }
    }

    async fn is_taken_back(&self, http: &reqwest::Client, origin: &str, id: i64) -> bool {
        let answer = self
            .post(http, origin, &format!("/{id}/deletion"), &[])
            .await;
        match answer.map(|answer| answer.status().as_u16()) {
            Some(204) => true,
            Some(429 | 503) | None => false,
            Some(other) => panic!("the deletion of {id} is answered with {other}"),
        }
    }

    async fn post(
        &self,
        http: &reqwest::Client,
        origin: &str,
        what: &str,
        form: &[(&str, &str)],
    ) -> Option<reqwest::Response> {
        let request = http
            .post(format!("{origin}{}/messages{what}", self.path))
            .header("Origin", origin)
            .header("Cookie", &self.cookie)
            .header("HX-Request", "true");
        request.form(form).send().await.ok()
    }

    /// Takes back a message of their own, however often it must be asked for.
    pub(super) async fn take_back(&self, stage: &Stage, id: i64) {
        let http = reqwest::Client::new();
        while !self.is_taken_back(&http, &stage.origin().await, id).await {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Keeps a copy of the room as a page does, over any number of sockets, until it has everything.
    pub(super) async fn listen(self, stage: Arc<Stage>) -> Copy {
        self.listen_on(Copy::default(), stage).await
    }

    /// The same from what the page has already.
    pub(super) async fn listen_on(self, mut copy: Copy, stage: Arc<Stage>) -> Copy {
        let mut end = stage.end.subscribe();
        while *end.borrow_and_update() != Some(copy.last) {
            let origin = stage.origin().await;
            let handshake = Handshake::new(&origin, &format!("{}/socket", self.path), &self.cookie);
            let Some(Ok(mut socket)) = handshake.try_open().await else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            socket.resume(copy.last).await;
            let patience = match self.is_restless {
                true => Duration::from_millis(rand::random_range(300..4_000)),
                false => Duration::from_secs(3_600),
            };
            let fed_up = tokio::time::sleep(patience);
            tokio::pin!(fed_up);
            while *end.borrow_and_update() != Some(copy.last) {
                tokio::select! {
                    frame = socket.next() => match frame {
                        Ok(frame) if copy.apply(&frame) => {}
                        Ok(_) => socket.resume(copy.last).await,
                        Err(_) => break,
                    },
                    _ = end.changed() => {}
                    () = &mut fed_up => break,
                }
            }
        }
        copy
    }
}

pub(super) async fn all<T>(tasks: Vec<JoinHandle<T>>) -> Vec<T> {
    let results = join_all(tasks).await.into_iter();
    results
        .map(|result| result.expect("a talker's account"))
        .collect()
}

pub(super) fn insert_talkers(conn: &mut PgConnection) {
    let people = format!(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'talker' || n, 'talker' || n || '@example.org', (SELECT password FROM users LIMIT 1), 'Talker ' || n
         FROM generate_series(0, {TALKERS} - 1) n"
    );
    let enrolments = "INSERT INTO enrollments (user_id, course_id)
         SELECT u.id, c.id FROM users u, courses c WHERE u.username LIKE 'talker%' AND c.title = '线性代数'";
    for sql in [people.as_str(), enrolments] {
        sql_query(sql).execute(conn).expect(sql);
    }
}

pub(super) fn room_of_talkers(conn: &mut PgConnection) -> i64 {
    let room = "SELECT id::text AS text FROM chat_rooms WHERE name = '线性代数'";
    texts(conn, room)[0].parse().expect("an id")
}

pub(super) fn texts(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let rows: Vec<Row> = sql_query(sql).load(conn).expect(sql);
    rows.into_iter().map(|row| row.text).collect()
}
