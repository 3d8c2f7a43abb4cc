//! The program starts again while a thousand pages are open (reliability row R19): they come back spread over some seconds, all
//! of them, and people sign in meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use nix::sys::signal::Signal;
use tokio::sync::watch;

use super::killed::{TALKERS, insert_talkers, room_of_talkers};
use super::session_cookie;
use crate::support::{Database, Handshake, PASSWORD, Program};

const SOCKETS: usize = 1_000;

/// With a hundred times as many, two minutes are allowed.
const ALL_BACK: Duration = Duration::from_secs(60);

/// For a sign-in in the middle of it.
const SIGNED_IN: Duration = Duration::from_secs(10);

const MOST_MEMORY: u64 = 400 * 1024 * 1024;

/// What the pages know of each other.
#[derive(Default)]
struct Storm {
    /// How many are up to date.
    up: AtomicUsize,
    /// How often somebody has knocked.
    attempts: AtomicUsize,
}

/// A page that comes back as `static/js/feed.js` does.
async fn page(handshake: impl Fn() -> Handshake, storm: Arc<Storm>, over: watch::Receiver<bool>) {
    let mut failures = 0;
    while !*over.borrow() {
        storm.attempts.fetch_add(1, Ordering::Relaxed);
        if let Some(Ok(mut socket)) = handshake().try_open().await {
            socket.resume(0).await;
            if socket.wait().await.is_ok() {
                failures = 0;
                storm.up.fetch_add(1, Ordering::Relaxed);
                let mut over = over.clone();
                loop {
                    tokio::select! {
                        frame = socket.wait() => if frame.is_err() { break },
                        _ = over.wait_for(|over| *over) => return,
                    }
                }
                storm.up.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let delay = (500.0 * 2_f64.powi(failures)).min(30_000.0) * rand::random_range(0.5..1.5);
        failures += 1;
        tokio::time::sleep(Duration::from_secs_f64(delay / 1_000.0)).await;
    }
}

async fn all_up(storm: &Storm) -> Duration {
    let started = Instant::now();
    while storm.up.load(Ordering::Relaxed) < SOCKETS {
        let up = storm.up.load(Ordering::Relaxed);
        assert!(started.elapsed() < ALL_BACK, "{up} are back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    started.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_pages_come_back_after_a_restart_and_people_sign_in_meanwhile() {
    let (database, data) = (Database::create(), tempfile::tempdir().expect("a folder"));
    insert_talkers(&mut database.connect());
    let program = Program::serve(&database, data.path()).await;
    let origin = program.origin().to_owned();
    let room = room_of_talkers(&mut database.connect());
    let path = format!("/chat/rooms/{room}/socket");
    let visitor = program.client();
    let names: Vec<String> = (0..TALKERS).map(|n| format!("talker{n}")).collect();
    let cookies = join_all(names.iter().map(|name| session_cookie(&visitor, name))).await;
    let (storm, over) = (Arc::new(Storm::default()), watch::Sender::new(false));
    let pages: Vec<_> = (0..SOCKETS)
        .map(|n| {
            let (origin, path, cookie) =
                (origin.clone(), path.clone(), cookies[n % TALKERS].clone());
            let handshake = move || Handshake::new(&origin, &path, &cookie);
            tokio::spawn(page(handshake, storm.clone(), over.subscribe()))
        })
        .collect();
    all_up(&storm).await;

    program.signal(Signal::SIGTERM);
    program.ended().await;
    let listen = origin.trim_start_matches("http://");
    let program = Program::serve_at(listen, &database.url(), data.path(), &[]).await;
    let back = async {
        let took = all_up(&storm).await;
        storm.attempts.store(0, Ordering::Relaxed);
        took
    };
    let sign_ins = async {
        let mut slowest = Duration::ZERO;
        for name in &names[..5] {
            let (client, asked) = (program.client(), Instant::now());
            let form = [("login", name.as_str()), ("password", PASSWORD)];
            assert_eq!(client.post("/login", &form).await.status(), 303);
            slowest = slowest.max(asked.elapsed());
        }
        slowest
    };
    let (took, slowest) = tokio::join!(back, sign_ins);
    assert!(slowest < SIGNED_IN, "the slowest sign-in took {slowest:?}");
    assert!(took < ALL_BACK, "{took:?}");
    assert!(
        program.open_files() < SOCKETS + 300,
        "{}",
        program.open_files()
    );
    let memory = program.peak_memory();
    assert!(memory < MOST_MEMORY, "{memory} bytes");
    over.send_replace(true);
    join_all(pages).await;
    program.stop().await;
}
