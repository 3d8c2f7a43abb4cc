//! From the POST of a message to its delivery at the last of 1,000 and 5,000 sockets, at ten messages a second, and how many
//! deliveries a second there are when 300 messages are posted at once; beside a bare actix-ws server that inserts one row and
//! sends the text to everybody.
//!
//!     cargo bench --bench chat

mod support;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use lectern::db::Db;
use support::Lectern;
use support::crowd::{Crowd, PEOPLE, SENDERS, Side};
use tokio::sync::Mutex;

const SIZES: [usize; 2] = [1_000, 5_000];

/// At first all send ten messages a second between them, then six each, all at once.
const AT_TEN_A_SECOND: usize = 80;
const AT_ONCE: usize = 300;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let bare = serve_bare(lectern.server.app.db.clone()).await?;
    let db = lectern.server.app.db.clone();
    db.run(|conn| Ok(conn.batch_execute(&format!("{PEOPLE}{ROOMS}"))?))
        .await?;
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
const ROOMS: &str = "
    INSERT INTO chat_rooms (kind, name) SELECT 'group', 'bench ' || n FROM generate_series(1, 2) n;
    INSERT INTO chat_room_members (chat_room_id, user_id)
    SELECT r.id, u.id FROM chat_rooms r, users u WHERE r.name LIKE 'bench %' AND u.username LIKE 'sender%'";

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
    let sockets = side.sockets;
    let crowd = Crowd::open(side).await?;
    let words = |number: usize| format!("content=message+{number}");
    let pause = Duration::from_millis(100);
    let posted = crowd.post(AT_TEN_A_SECOND, pause, words).await?;
    crowd.all_heard(&posted).await?;
    let times = crowd.take().delays(&posted);
    // So that nobody has to wait for having said something before.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let started = Instant::now();
    let posted = crowd.post(AT_ONCE, Duration::ZERO, words).await?;
    crowd.all_heard(&posted).await?;
    let seconds = crowd.take().seconds_since(started);
    Ok(Times {
        p50: times[times.len() / 2],
        p99: times[times.len() * 99 / 100],
        deliveries: (AT_ONCE * sockets) as f64 / seconds,
    })
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
