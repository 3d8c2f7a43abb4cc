//! What operators do to a running program: its database goes away and comes back (row R3), it is told to stop while
//! people are connected (row R24).

use std::time::{Duration, Instant};

use lectern::sidecar::{DataLock, Postgres};
use nix::sys::signal::Signal;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::support::{
    Cast, Client, Database, Handshake, PASSWORD, Person, Program, TestApp, populate,
    processes_beside,
};

/// How long the database is away.
const OUTAGE: Duration = Duration::from_secs(10);

/// Longer than a request may take to say that it can't be served: it waits twice two seconds for a connection.
const LIMIT: Duration = Duration::from_secs(8);

#[tokio::test]
async fn a_database_that_is_away_for_ten_seconds_costs_error_pages_and_no_restart() {
    let folder = tempfile::tempdir().unwrap();
    let lock = DataLock::take(folder.path()).unwrap();
    let postgres = Postgres::start(&lock).await.unwrap();
    let url = postgres.url().to_owned();
    populate(&url);
    let app = TestApp::start_with(|config| config.database.url = Some(url)).await;
    let (student, other) = (app.student().await, app.other_student().await);
    let lesson = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson);
    let enrolment = format!("/courses/{}/enrolment", app.cast.course);
    assert_eq!(student.get(&lesson).await.status(), 200);

    postgres.stop().await;
    let until = Instant::now() + OUTAGE;
    while Instant::now() < until {
        is_told(&student, &lesson).await;
        is_told(&app.anonymous(), "/courses").await;
        assert_eq!(app.anonymous().get("/healthz").await.status(), 200);
        assert_eq!(app.anonymous().get("/readyz").await.status(), 503);
        assert_eq!(other.post(&enrolment, &[]).await.status(), 503);
    }

    let postgres = Postgres::start(&lock).await.unwrap();
    serves_again(&student, &lesson).await;
    assert_eq!(app.anonymous().get("/readyz").await.status(), 200);
    assert_eq!(app.anonymous().get("/courses").await.status(), 200);
    let refused = other.get(&lesson).await;
    assert_eq!(refused.status(), 404, "nothing of the refused is left");
    assert_eq!(other.post(&enrolment, &[]).await.status(), 303);
    assert_eq!(other.get(&lesson).await.status(), 200);
    app.finish().await;
    postgres.stop().await;
}

/// A page in words, with the time to come back, soon.
async fn is_told(client: &Client, path: &str) {
    let asked = Instant::now();
    let answer = client.get(path).await;
    assert_eq!(answer.status(), 503, "{answer:?}");
    assert!(asked.elapsed() < LIMIT, "{path} took {:?}", asked.elapsed());
    assert!(answer.text().contains("服务暂时不可用"), "{answer:?}");
    assert!(!answer.header("retry-after").is_empty());
}

async fn serves_again(client: &Client, path: &str) {
    let started = Instant::now();
    while client.get(path).await.status() != 200 {
        assert!(
            started.elapsed() < Duration::from_secs(15),
            "it does not come back by itself"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_stop_refuses_new_work_tells_the_sockets_and_leaves_no_process() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let student = program.client();
    let form = [
        ("login", Person::Xiaoming.username()),
        ("password", PASSWORD),
    ];
    let answer = student.post("/login", &form).await;
    let cookies = answer.headers("set-cookie");
    let session = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
    let cookie = session.unwrap().split(';').next().unwrap();
    let course = Cast::find(&mut database.connect()).course;
    let room = student.get(&format!("/chat/courses/{course}")).await;
    let socket = format!("{}/socket", room.location());
    let socket = Handshake::new(program.origin(), &socket, cookie)
        .open()
        .await;
    let mut socket = socket.expect("the socket opens");
    socket.resume(0).await;
    socket.frame().await;
    // A browser keeps such a connection open long after its last request.
    let mut kept_alive = KeptAlive::open(program.origin()).await;
    assert_eq!(kept_alive.status_of("/readyz").await, Some(200));

    program.signal(Signal::SIGTERM);
    let told = Instant::now();
    while kept_alive.status_of("/readyz").await == Some(200) {
        assert!(told.elapsed() < LIMIT, "it seems ready while it stops");
    }
    assert_eq!(socket.close_code().await, 1012, "come back soon");
    program.ended().await;
    assert!(told.elapsed() < Duration::from_secs(30));
    assert_eq!(processes_beside(data.path()), Vec::<String>::new());
    drop(kept_alive);
}

/// One connection, used again and again.
struct KeptAlive(BufReader<TcpStream>);

impl KeptAlive {
    async fn open(origin: &str) -> KeptAlive {
        let address = origin.trim_start_matches("http://");
        let stream = TcpStream::connect(address).await.expect("a connection");
        KeptAlive(BufReader::new(stream))
    }

    /// The status of the answer; none once the connection is closed.
    async fn status_of(&mut self, path: &str) -> Option<u16> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.0.write_all(request.as_bytes()).await.ok()?;
        let (mut line, mut length, mut status) = (String::new(), 0, None);
        while self.0.read_line(&mut line).await.ok()? > 0 {
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().ok();
            } else if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().ok()?;
            } else if line == "\r\n" {
                break;
            }
            line.clear();
        }
        self.0.read_exact(&mut vec![0; length]).await.ok()?;
        status
    }
}
