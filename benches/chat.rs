//! From the POST of a message to its delivery at the last of 1,000 sockets, beside a bare actix-ws server that inserts one
//! row and sends the text to everybody.
//!
//!     cargo bench --bench chat

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use diesel::RunQueryDsl;
use futures_util::{SinkExt, StreamExt};
use lectern::db::Db;
use support::Lectern;
use tokio::sync::{Mutex, mpsc};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use uuid::Uuid;

const SOCKETS: usize = 1_000;
/// Ten people send one message a second each.
const SENDERS: [&str; 10] = [
    "student",
    "teacher",
    "assistant",
    "haoran",
    "yuchen",
    "mingyue",
    "jonas",
    "priya",
    "dashan",
    "qingqing",
];
const ROUNDS: usize = 8;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let bare = serve_bare(lectern.server.app.db.clone()).await?;
    let room = lectern
        .number(
            "SELECT r.id AS n FROM chat_rooms r WHERE course_id = (SELECT min(id) FROM courses)",
        )
        .await?;
    let mut cookies = Vec::new();
    for person in SENDERS {
        cookies.push(lectern.sign_in(person).await?);
    }
    let ours = measure(Side {
        address: lectern.address(),
        socket: format!("/chat/rooms/{room}/socket"),
        messages: format!("/chat/rooms/{room}/messages"),
        cookies,
        hello: Some(r#"{"type":"resume","after":1000000000}"#),
    })
    .await?;
    let theirs = measure(Side {
        address: bare,
        socket: "/socket".into(),
        messages: "/messages".into(),
        cookies: vec![String::new(); SENDERS.len()],
        hello: None,
    })
    .await?;
    println!(
        "POST to the last of {SOCKETS} sockets, {} messages at {} a second",
        ROUNDS * SENDERS.len(),
        SENDERS.len()
    );
    println!("  lectern  {ours}");
    println!("  bare     {theirs}");
    println!(
        "  ratio    p50 {:.2}   p99 {:.2}",
        ours.p50 / theirs.p50,
        ours.p99 / theirs.p99
    );
    lectern.stop().await
}

struct Side {
    address: SocketAddr,
    socket: String,
    messages: String,
    cookies: Vec<String>,
    /// What a socket says first.
    hello: Option<&'static str>,
}

/// In milliseconds.
struct Times {
    p50: f64,
    p99: f64,
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p50 {:>7.1} ms   p99 {:>7.1} ms", self.p50, self.p99)
    }
}

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
    let (heard, mut hearing) = mpsc::unbounded_channel::<(Uuid, Instant)>();
    for _ in 0..SOCKETS {
        listen(&side, heard.clone()).await?;
    }
    let side = Arc::new(side);
    let mut last = std::collections::HashMap::<Uuid, (usize, Instant)>::new();
    let posting = tokio::spawn(post_all(side));
    let expected = SENDERS.len() * ROUNDS * SOCKETS;
    for _ in 0..expected {
        let (nonce, at) = tokio::time::timeout(Duration::from_secs(20), hearing.recv())
            .await?
            .expect("sockets are open");
        let entry = last.entry(nonce).or_insert((0, at));
        *entry = (entry.0 + 1, at.max(entry.1));
    }
    let mut times: Vec<f64> = posting
        .await??
        .into_iter()
        .map(|(nonce, posted)| {
            let (count, at) = last[&nonce];
            assert_eq!(count, SOCKETS, "each message reaches each socket once");
            at.duration_since(posted).as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    Ok(Times {
        p50: times[times.len() / 2],
        p99: times[times.len() * 99 / 100],
    })
}

async fn listen(side: &Side, heard: mpsc::UnboundedSender<(Uuid, Instant)>) -> anyhow::Result<()> {
    let mut request = format!("ws://{}{}", side.address, side.socket).into_client_request()?;
    request
        .headers_mut()
        .insert("Origin", format!("http://{}", side.address).parse()?);
    request
        .headers_mut()
        .insert("Cookie", side.cookies[0].parse()?);
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    if let Some(hello) = side.hello {
        socket.send(Message::text(hello)).await?;
        // Answered by where the log stands; from then on the socket is told everything.
        socket.next().await;
    }
    tokio::spawn(async move {
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            let at = Instant::now();
            for (place, _) in text.match_indices(r#""nonce":""#) {
                if let Some(nonce) = text
                    .get(place + 9..place + 45)
                    .and_then(|nonce| nonce.parse().ok())
                {
                    let _ = heard.send((nonce, at));
                }
            }
        }
    });
    Ok(())
}

async fn post_all(side: Arc<Side>) -> anyhow::Result<Vec<(Uuid, Instant)>> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let mut beat = tokio::time::interval(Duration::from_millis(1_000 / SENDERS.len() as u64));
    let mut posts = Vec::new();
    for number in 0..SENDERS.len() * ROUNDS {
        beat.tick().await;
        let nonce = Uuid::now_v7();
        let request = client
            .post(format!("http://{}{}", side.address, side.messages))
            .header("Origin", format!("http://{}", side.address))
            .header("Cookie", &side.cookies[number % SENDERS.len()])
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
    }
    let mut done = Vec::new();
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
    for session in everybody.lock().await.iter_mut() {
        let _ = session.text(frame.clone()).await;
    }
    HttpResponse::NoContent().finish()
}
