//! A hot live class: 5,000 sockets, and a hundred messages a second drawn over the picture. How long it is from the POST of each to
//! its delivery at the last socket, how many deliveries and how many frames there are, and what it costs in memory; beside a bare
//! actix-ws server of its own that gathers for as long and fans out as many bytes, without a database, rights or a log.
//!
//!     cargo bench --bench live_room

mod support;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use anyhow::{Context, Result};
use diesel::connection::SimpleConnection;
use serde::{Deserialize, Serialize};
use support::Lectern;
use support::crowd::{Crowd, PEOPLE, SENDERS, Side};
use support::helper::{Helper, resident_kib};

const SOCKETS: usize = 5_000;
const MESSAGES: usize = 1_000;
const PER_SECOND: u32 = 100;

/// As long as the program gathers.
const PACE: Duration = Duration::from_millis(100);

/// Where a second process finds what to be.
const TASK: &str = "LIVE_ROOM_TASK";

#[derive(Serialize, Deserialize)]
enum Task {
    /// Those who listen and write.
    Crowd(Side),
    /// The server to be compared with, whose items have so many bytes.
    Bare(usize),
}

const CLASS: &str = "
    INSERT INTO live_rooms (title, teacher_id, access, status, started_at)
    SELECT 'bench', id, 'everyone', 'live', now() FROM users WHERE username = 'teacher'";

/// What one side has done, in milliseconds and per second.
#[derive(Serialize, Deserialize)]
struct Figures {
    p50: f64,
    p99: f64,
    deliveries: f64,
    /// Of one socket.
    frames: f64,
    item_bytes: usize,
}

/// How much memory the sockets take, and what they do besides, in MiB.
struct Memory {
    before: i64,
    open: i64,
    busy: i64,
}

fn main() -> Result<()> {
    let task = std::env::var(TASK).ok();
    let task: Option<Task> = task.map(|task| serde_json::from_str(&task)).transpose()?;
    let system = actix_web::rt::System::new();
    match task {
        None => system.block_on(measure()),
        Some(Task::Bare(bytes)) => system.block_on(serve_bare(bytes)),
        Some(Task::Crowd(side)) => {
            lectern::app::choose_cryptography();
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(be_a_crowd(side))
        }
    }
}

async fn measure() -> Result<()> {
    let lectern = Lectern::start().await?;
    let db = lectern.server.app.db.clone();
    db.run(|conn| Ok(conn.batch_execute(&format!("{PEOPLE}{CLASS}"))?))
        .await?;
    let mut cookies = Vec::new();
    for n in 1..=SENDERS {
        cookies.push(lectern.sign_in(&format!("sender{n}")).await?);
    }
    let room = lectern
        .number("SELECT max(id) AS n FROM live_rooms")
        .await?;
    let side = Side {
        sockets: SOCKETS,
        address: lectern.address(),
        socket: format!("/live/{room}/socket"),
        messages: format!("/live/{room}/messages"),
        cookies,
        is_lectern: true,
    };
    let (ours, memory) = run(side, std::process::id()).await?;
    println!("{SOCKETS} sockets in a live class, {PER_SECOND} messages a second");
    println!("  lectern  {ours}   {memory}");
    lectern.stop().await?;

    let mut bare = helper(&Task::Bare(ours.item_bytes))?;
    let side = Side {
        sockets: SOCKETS,
        address: bare.line().await?.parse()?,
        socket: "/socket".into(),
        messages: "/messages".into(),
        cookies: vec![String::new(); SENDERS],
        is_lectern: false,
    };
    let (theirs, memory) = run(side, bare.id()).await?;
    println!("  bare     {theirs}   {memory}");
    println!(
        "  ratio    p50 {:.2}   p99 {:.2}   deliveries {:.2}",
        ours.p50 / theirs.p50,
        ours.p99 / theirs.p99,
        ours.deliveries / theirs.deliveries
    );
    Ok(())
}

fn helper(task: &Task) -> Result<Helper> {
    Helper::start(TASK, &serde_json::to_string(task)?)
}

/// Has a crowd come to one side, whose server is this process.
async fn run(side: Side, server: u32) -> Result<(Figures, Memory)> {
    let before = resident_kib(server);
    let mut crowd = helper(&Task::Crowd(side))?;
    crowd.line().await.context("the sockets did not open")?;
    let open = resident_kib(server);
    crowd.go_on()?;
    let figures = serde_json::from_str(&crowd.line().await?)?;
    let busy = resident_kib(server);
    Ok((figures, Memory { before, open, busy }))
}

/// The process of those who listen and write: opens the sockets, says so, and once it is told to go on writes and says what came.
async fn be_a_crowd(side: Side) -> Result<()> {
    let crowd = Crowd::open(side).await?;
    println!("open");
    std::io::stdin().read_line(&mut String::new())?;
    crowd.take();
    let started = Instant::now();
    let posted = crowd
        .post(MESSAGES, Duration::from_secs(1) / PER_SECOND, message)
        .await?;
    crowd.all_heard(&posted).await?;
    let account = crowd.take();
    let (delays, seconds) = (account.delays(&posted), account.seconds_since(started));
    let figures = Figures {
        p50: delays[delays.len() / 2],
        p99: delays[delays.len() * 99 / 100],
        deliveries: (MESSAGES * SOCKETS) as f64 / seconds,
        frames: account.frames as f64 / SOCKETS as f64 / seconds,
        item_bytes: account.bytes / (MESSAGES * SOCKETS),
    };
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

/// What is said, and how it crosses the picture.
fn message(number: usize) -> String {
    let mode = ["scroll", "top", "scroll", "bottom"][number % 4];
    format!("content=message+{number}&colour=yellow&mode={mode}&media_time_ms=")
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Figures {
            p50,
            p99,
            deliveries,
            frames,
            item_bytes,
        } = self;
        write!(
            f,
            "p50 {p50:>7.1} ms   p99 {p99:>7.1} ms   {deliveries:>9.0} deliveries/s   {frames:>5.1} frames/s each   {item_bytes} bytes"
        )
    }
}

impl std::fmt::Display for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mib = |kib: i64| kib / 1024;
        write!(
            f,
            "{} MiB, with sockets {}, busy {}",
            mib(self.before),
            mib(self.open),
            mib(self.busy)
        )
    }
}

/// What waits to be fanned out, and to whom.
#[derive(Default)]
struct Bare {
    items: Mutex<Vec<String>>,
    everybody: tokio::sync::Mutex<Vec<actix_ws::Session>>,
    item_bytes: usize,
}

async fn serve_bare(item_bytes: usize) -> Result<()> {
    let bare = web::Data::new(Bare {
        item_bytes,
        ..Bare::default()
    });
    let shared = bare.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .route("/socket", web::get().to(bare_socket))
            .route("/messages", web::post().to(bare_post))
    })
    .bind("127.0.0.1:0")?;
    println!("{}", server.addrs()[0]);
    actix_web::rt::spawn(server.run());
    loop {
        tokio::time::sleep(PACE).await;
        let items = std::mem::take(&mut *bare.items.lock().expect("the items"));
        if items.is_empty() {
            continue;
        }
        let frame = actix_ws::Message::Text(format!("[{}]", items.join(",")).into());
        let mut everybody = bare.everybody.lock().await;
        for session in everybody.iter_mut() {
            if let actix_ws::Message::Text(frame) = &frame {
                let _ = session.text(frame.clone()).await;
            }
        }
    }
}

async fn bare_socket(
    request: HttpRequest,
    body: web::Payload,
    bare: web::Data<Bare>,
) -> actix_web::Result<HttpResponse> {
    let (answer, session, mut messages) = actix_ws::handle(&request, body)?;
    bare.everybody.lock().await.push(session);
    actix_web::rt::spawn(async move { while messages.recv().await.is_some() {} });
    Ok(answer)
}

async fn bare_post(body: String, bare: web::Data<Bare>) -> HttpResponse {
    let nonce = body
        .strip_prefix("nonce=")
        .and_then(|rest| rest.get(..36))
        .unwrap_or_default();
    let mut item = format!(r#"{{"nonce":"{nonce}","html":""#);
    while item.len() + 2 < bare.item_bytes {
        item.push('x');
    }
    item.push_str(r#""}"#);
    bare.items.lock().expect("the items").push(item);
    HttpResponse::NoContent().finish()
}
