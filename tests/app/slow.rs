//! Whoever is slow on purpose holds a connection for a while and nothing else (row D3): heads and bodies that hardly move are
//! given up, answers that nobody reads as well, and others are served meanwhile.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::support::{PASSWORD, TestApp};

/// Of each kind.
const MANY: usize = 200;

/// How long the program waits for the next piece here; half a minute otherwise.
const PATIENCE: Duration = Duration::from_secs(2);

/// A piece comes this often: never too late by itself.
const DRIP: Duration = Duration::from_millis(400);

/// When a connection is over, and some time for the machine.
const LIMIT: Duration = Duration::from_secs(30);

async fn start() -> TestApp {
    TestApp::start_with(|config| config.http.patience = PATIENCE).await
}

/// As a `Host` header has it.
fn address(app: &TestApp) -> String {
    app.origin().replace("http://", "")
}

async fn connect(app: &TestApp) -> TcpStream {
    let stream = TcpStream::connect(address(app)).await;
    stream.expect("a connection")
}

/// The beginning of a request that changes something, as a page of the site sends it.
fn post(app: &TestApp, path: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nSec-Fetch-Site: same-origin\r\n",
        address(app),
        app.origin()
    )
}

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// Sends the beginning, then a byte now and then, until the program hangs up: how long that took, and what it said.
async fn drip(app: &TestApp, beginning: &str) -> (Duration, String) {
    let (started, mut said) = (Instant::now(), Vec::new());
    let mut stream = connect(app).await;
    stream
        .write_all(beginning.as_bytes())
        .await
        .expect("the beginning");
    loop {
        let mut piece = [0; 4096];
        match tokio::time::timeout(DRIP, stream.read(&mut piece)).await {
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(bytes)) => said.extend(&piece[..bytes]),
            Err(_) if stream.write_all(b"a").await.is_err() => break,
            Err(_) => {}
        }
        assert!(started.elapsed() < 4 * LIMIT, "nobody hangs up");
    }
    (
        started.elapsed(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// Others are served as if nothing were.
async fn serves_others(app: &TestApp) {
    let student = app.student().await;
    for _ in 0..10 {
        let asked = Instant::now();
        assert_eq!(student.get("/courses").await.status(), 200);
        assert!(
            asked.elapsed() < Duration::from_secs(5),
            "{:?}",
            asked.elapsed()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn all_are_given_up(app: &TestApp, beginning: &str) {
    let dripping = (0..MANY).map(|_| drip(app, beginning));
    let (ended, ()) = tokio::join!(join_all(dripping), serves_others(app));
    let slowest = ended.iter().map(|(took, _)| *took).max();
    assert!(slowest.is_some_and(|took| took < LIMIT), "{slowest:?}");
    let soonest = ended.iter().map(|(took, _)| *took).min();
    assert!(
        soonest.is_some_and(|took| took > PATIENCE / 2),
        "it has patience: {soonest:?}"
    );
}

#[tokio::test]
async fn heads_that_hardly_come_are_given_up() {
    let app = start().await;
    all_are_given_up(&app, "GET /courses HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").await;
    app.finish().await;
}

#[tokio::test]
async fn an_upload_that_hardly_comes_is_given_up_with_its_file() {
    let app = start().await;
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    let signed_in = app.anonymous().post("/login", &form).await;
    let cookies = signed_in.headers("set-cookie");
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
    let cookie = cookie
        .and_then(|cookie| cookie.split(';').next())
        .expect("a session");
    let upload = format!(
        "{}Cookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n",
        post(&app, "/settings/avatar")
    );
    let (took, said) = drip(&app, &upload).await;
    assert!(
        took > PATIENCE / 2 && took < LIMIT && said.starts_with("HTTP/1.1 422"),
        "{took:?}: {said}"
    );
    let left = std::fs::read_dir(app.data().join("uploads"))
        .expect("uploads")
        .count();
    assert_eq!(left, 0, "nothing of it is left");
    app.finish().await;
}

#[tokio::test]
async fn who_sends_steadily_has_all_the_time_it_takes() {
    let app = start().await;
    let body = format!("login=xiaoming&password={}", "a".repeat(20_000));
    let head = format!(
        "{}{FORM}Content-Length: {}\r\n\r\n",
        post(&app, "/login"),
        body.len()
    );
    let (mut stream, started) = (connect(&app).await, Instant::now());
    stream.write_all(head.as_bytes()).await.expect("the head");
    for piece in body.as_bytes().chunks(1_500) {
        stream.write_all(piece).await.expect("a piece");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert!(started.elapsed() > PATIENCE, "longer than a pause may be");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 422", "a wrong password, and no more");
    app.finish().await;
}

/// A file of the program's own, of some hundred kilobytes.
const LARGE: &str = "/static/vendor/hls.js-1.7.4/hls.light.min.mjs";

/// Asks for it through a window that holds little.
async fn ask_for_much(app: &TestApp) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small window");
    let server = address(app).parse().expect("an address");
    let mut stream = socket.connect(server).await.expect("a connection");
    let request = format!("GET {LARGE} HTTP/1.1\r\nHost: {}\r\n\r\n", address(app));
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the request");
    stream
}

/// How many of the connections the program still has, by the table of the kernel: what waits for nothing but the end of an old
/// one (`TIME_WAIT`) holds no memory of the program.
fn still_open(app: &TestApp, readers: &[TcpStream]) -> usize {
    const TIME_WAIT: &str = "06";
    let address = address(app);
    let (_, port) = address.rsplit_once(':').expect("a port");
    let server: u16 = port.parse().expect("a port");
    let theirs: HashSet<u16> = readers
        .iter()
        .map(|stream| stream.local_addr().expect("an address").port())
        .collect();
    let port = |address: &str| u16::from_str_radix(address.rsplit(':').next()?, 16).ok();
    let table = std::fs::read_to_string("/proc/net/tcp").expect("the table of connections");
    let is_open = |line: &&str| {
        let mut fields = line.split_whitespace().skip(1);
        let ends = (fields.next().and_then(port), fields.next().and_then(port));
        let (Some(here), Some(there)) = ends else {
            return false;
        };
        here == server && theirs.contains(&there) && fields.next() != Some(TIME_WAIT)
    };
    table.lines().filter(is_open).count()
}

#[tokio::test]
async fn answers_that_nobody_reads_are_given_up() {
    let app = start().await;
    let readers = join_all((0..MANY).map(|_| ask_for_much(&app))).await;
    assert_eq!(still_open(&app, &readers), MANY, "they are being answered");
    let started = Instant::now();
    serves_others(&app).await;
    while still_open(&app, &readers) > 0 {
        let open = still_open(&app, &readers);
        assert!(started.elapsed() < 2 * LIMIT, "{open} are still open");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(started.elapsed() > PATIENCE / 2, "it has patience");
    app.finish().await;
}

#[tokio::test]
async fn who_reads_steadily_has_all_the_time_it_takes() {
    let app = start().await;
    let whole = app.anonymous().get(LARGE).await.body.len();
    let (mut stream, started) = (ask_for_much(&app).await, Instant::now());
    let (mut read, mut piece) = (0, [0; 4096]);
    // As many pauses as it takes to be later than anybody who does not read.
    while started.elapsed() < 4 * PATIENCE {
        read += stream.read(&mut piece).await.expect("a piece");
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    assert!(read < whole, "not so soon: {read} of {whole} bytes");
    let mut rest = vec![0; whole - read];
    stream.read_exact(&mut rest).await.expect("the rest");
    app.finish().await;
}
