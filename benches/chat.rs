//! From the POST of a message to its delivery at the last of 1,000 and 5,000 sockets, at ten messages a second, and how many
//! deliveries a second there are when 300 messages are posted at once; beside a bare actix-ws server that inserts one row and
//! sends the text to everybody.
//!
//!     cargo bench --bench chat

mod support;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use futures_util::{SinkExt, StreamExt};
use lectern::db::Db;
use support::Lectern;
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use uuid::Uuid;

const SIZES: [usize; 2] = [1_000, 5_000];

/// Fifty people. At first they send ten messages a second between them, then six each, all at once.
const SENDERS: usize = 50;
const AT_TEN_A_SECOND: usize = 80;
const AT_ONCE: usize = 300;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let bare = serve_bare(lectern.server.app.db.clone()).await?;
    let db = lectern.server.app.db.clone();
    db.run(|conn| Ok(conn.batch_execute(PEOPLE)?)).await?;
    let mut cookies = Vec::new();
    for n in 1..=SENDERS {
        cookies.push(lectern.sign_in(&format!("sender{n}")).await?);
    }
    for size in SIZES {
        let room = lectern
            .number("SELECT min(id) AS n FROM chat_rooms WHERE name LIKE 'bench%' AND last_seq = 0")
            .await?;
        let ours = measure(Side {
            sockets: size,
            address: lectern.address(),
            socket: format!("/chat/rooms/{room}/socket"),
            messages: format!("/chat/rooms/{room}/messages"),
            cookies: cookies.clone(),
            is_lectern: true,
        })
        .await?;
        let theirs = measure(Side {
            sockets: size,
            address: bare,
            socket: "/socket".into(),
            messages: "/messages".into(),
            cookies: vec![String::new(); SENDERS],
            is_lectern: false,
        })
        .await?;
        println!(
            "{size} sockets: POST to the last, {AT_TEN_A_SECOND} messages at 10 a second; deliveries of {AT_ONCE} at once"
        );
        println!("  lectern  {ours}");
        println!("  bare     {theirs}");
        println!(
            "  ratio    p50 {:.2}   p99 {:.2}   deliveries {:.2}\n",
            ours.p50 / theirs.p50,
            ours.p99 / theirs.p99,
            ours.deliveries / theirs.deliveries
        );
    }
    lectern.stop().await
}

/// A room of its own for each size, with all senders in it.
const PEOPLE: &str = "
    INSERT INTO users (username, email, password, display_name)
    SELECT 'sender' || n, 'sender' || n || '@example.org', (SELECT password FROM users WHERE username = 'student'), 'Sender ' || n
    FROM generate_series(1, 50) n;
    INSERT INTO chat_rooms (kind, name) SELECT 'group', 'bench ' || n FROM generate_series(1, 2) n;
    INSERT INTO chat_room_members (chat_room_id, user_id)
    SELECT r.id, u.id FROM chat_rooms r, users u WHERE r.name LIKE 'bench %' AND u.username LIKE 'sender%'";

struct Side {
    sockets: usize,
    address: SocketAddr,
    socket: String,
    messages: String,
    cookies: Vec<String>,
    /// Whether its sockets say where they stand, and are told how far a frame brings them.
    is_lectern: bool,
}

/// In milliseconds, and deliveries a second.
struct Times {
    p50: f64,
    p99: f64,
    deliveries: f64,
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Times {
            p50,
            p99,
            deliveries,
        } = self;
        write!(
            f,
            "p50 {p50:>7.1} ms   p99 {p99:>7.1} ms   {deliveries:>9.0} deliveries/s"
        )
    }
}

/// Which message has come how often, and when last.
type Heard = Arc<std::sync::Mutex<HashMap<Uuid, (usize, Instant)>>>;

/// Opens the sockets and posts on a thread of its own; the ends are told apart by a nonce that each message carries.
async fn measure(side: Side) -> anyhow::Result<Times> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let _ = sender.send(runtime.block_on(run(side)));
    });
    receiver.await?
}

async fn run(side: Side) -> anyhow::Result<Times> {
    let (side, heard) = (Arc::new(side), Heard::default());
    let mut listeners = Vec::with_capacity(side.sockets);
    for n in 0..side.sockets {
        listeners.push(listen(&side, n, heard.clone()).await?);
    }
    let pause = Duration::from_millis(100);
    let posted = post_all(&side, AT_TEN_A_SECOND, pause).await?;
    all_heard(&heard, &posted, side.sockets).await?;
    let mut times: Vec<f64> = posted
        .iter()
        .map(|(nonce, posted)| {
            let last = heard.lock().expect("the account")[nonce].1;
            last.duration_since(*posted).as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    heard.lock().expect("the account").clear();
    // So that nobody has to wait for having said something before.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let started = Instant::now();
    let posted = post_all(&side, AT_ONCE, Duration::ZERO).await?;
    all_heard(&heard, &posted, side.sockets).await?;
    let account = heard.lock().expect("the account");
    let last = account.values().map(|(_, at)| *at).max().unwrap_or(started);
    let seconds = last.duration_since(started).as_secs_f64();
    listeners.iter().for_each(|listener| listener.abort());
    Ok(Times {
        p50: times[times.len() / 2],
        p99: times[times.len() * 99 / 100],
        deliveries: (AT_ONCE * side.sockets) as f64 / seconds,
    })
}

async fn all_heard(
    heard: &Heard,
    posted: &[(Uuid, Instant)],
    sockets: usize,
) -> anyhow::Result<()> {
    let started = Instant::now();
    loop {
        let account = heard.lock().expect("the account").clone();
        let count = |nonce: &Uuid| account.get(nonce).map_or(0, |(count, _)| *count);
        if posted.iter().all(|(nonce, _)| count(nonce) == sockets) {
            return Ok(());
        }
        let most = posted.iter().map(|(nonce, _)| count(nonce)).max();
        anyhow::ensure!(most <= Some(sockets), "a message came to somebody twice");
        anyhow::ensure!(
            started.elapsed() < Duration::from_secs(60),
            "not all are heard everywhere"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn listen(
    side: &Side,
    n: usize,
    heard: Heard,
) -> anyhow::Result<tokio::task::JoinHandle<()>> {
    let mut request = format!("ws://{}{}", side.address, side.socket).into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("Origin", format!("http://{}", side.address).parse()?);
    headers.insert("Cookie", side.cookies[n % SENDERS].parse()?);
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    let mut last = 0;
    if side.is_lectern {
        socket
            .send(Message::text(r#"{"type":"resume","after":0}"#))
            .await?;
        // Answered by where the log stands; from then on the socket is told everything.
        socket.next().await;
    }
    let is_lectern = side.is_lectern;
    Ok(tokio::spawn(async move {
        while let Some(Ok(message)) = socket.next().await {
            let Message::Text(text) = message else {
                continue;
            };
            let at = Instant::now();
            if is_lectern {
                if text.starts_with(r#"{"type":"resync""#) {
                    let again = format!(r#"{{"type":"resume","after":{last}}}"#);
                    let _ = socket.send(Message::text(again)).await;
                    continue;
                }
                match number_of(&text, r#""to":"#) {
                    Some(to) if to > last => last = to,
                    _ => continue,
                }
            }
            let mut heard = heard.lock().expect("the account");
            for (place, _) in text.match_indices(r#""nonce":""#) {
                let nonce = text
                    .get(place + 9..place + 45)
                    .and_then(|nonce| nonce.parse().ok());
                if let Some(nonce) = nonce {
                    let entry = heard.entry(nonce).or_insert((0, at));
                    *entry = (entry.0 + 1, at);
                }
            }
        }
    }))
}

/// The number behind the first of these words.
fn number_of(text: &str, words: &str) -> Option<i64> {
    let start = text.find(words)? + words.len();
    let digits = text[start..].find(|c: char| !c.is_ascii_digit())?;
    text[start..start + digits].parse().ok()
}

/// Posts so many messages, each so long after the other, and returns when each was.
async fn post_all(
    side: &Arc<Side>,
    count: usize,
    pause: Duration,
) -> anyhow::Result<Vec<(Uuid, Instant)>> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let mut posts = Vec::with_capacity(count);
    for number in 0..count {
        let nonce = Uuid::now_v7();
        let request = client
            .post(format!("http://{}{}", side.address, side.messages))
            .header("Origin", format!("http://{}", side.address))
            .header("Cookie", &side.cookies[number % SENDERS])
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(format!("nonce={nonce}&content=message+{number}"));
        let posted = Instant::now();
        posts.push(tokio::spawn(async move {
            let status = request.send().await?.status();
            anyhow::ensure!(
                !status.is_client_error() && !status.is_server_error(),
                "refused with {status}"
            );
            Ok((nonce, posted))
        }));
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }
    let mut done = Vec::with_capacity(count);
    for post in posts {
        done.push(post.await??);
    }
    Ok(done)
}

type Everybody = web::Data<Mutex<Vec<actix_ws::Session>>>;

/// One insert, then the text to everybody in turn.
async fn serve_bare(db: Db) -> anyhow::Result<SocketAddr> {
    db.run(|conn| {
        diesel::sql_query("CREATE TABLE bare (id bigserial PRIMARY KEY, content text)")
            .execute(conn)?;
        Ok(())
    })
    .await?;
    let everybody: Everybody = web::Data::new(Mutex::new(Vec::new()));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(db.clone()))
            .app_data(everybody.clone())
            .route("/socket", web::get().to(bare_socket))
            .route("/messages", web::post().to(bare_post))
    })
    .bind("127.0.0.1:0")?;
    let address = server.addrs()[0];
    tokio::spawn(server.run());
    Ok(address)
}

async fn bare_socket(
    request: HttpRequest,
    body: web::Payload,
    everybody: Everybody,
) -> actix_web::Result<HttpResponse> {
    let (answer, session, mut messages) = actix_ws::handle(&request, body)?;
    everybody.lock().await.push(session);
    actix_web::rt::spawn(async move { while messages.recv().await.is_some() {} });
    Ok(answer)
}

async fn bare_post(db: web::Data<Db>, body: String, everybody: Everybody) -> HttpResponse {
    let content = body.clone();
    db.run(move |conn| {
        diesel::sql_query("INSERT INTO bare (content) VALUES ($1)")
            .bind::<diesel::sql_types::Text, _>(content)
            .execute(conn)?;
        Ok(())
    })
    .await
    .expect("the row is written");
    let nonce = body
        .strip_prefix("nonce=")
        .and_then(|rest| rest.get(..36))
        .unwrap_or_default();
    let frame = format!(r#"{{"nonce":"{nonce}","html":"<p>{body}</p>"}}"#);
    let mut sessions = everybody.lock().await;
    let mut open = Vec::with_capacity(sessions.len());
    for mut session in sessions.drain(..) {
        if session.text(frame.clone()).await.is_ok() {
            open.push(session);
        }
    }
    *sessions = open;
    HttpResponse::NoContent().finish()
}
