//! Keep-alive clients that ask for one page again and again, on a thread of their own.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What one run has measured.
pub struct Load {
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    /// Of one answer's body.
    pub bytes: usize,
}

impl std::fmt::Display for Load {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:>9.0}/s   p50 {:>7.2} ms   p99 {:>7.2} ms   {:>7} bytes",
            self.per_second,
            self.p50.as_secs_f64() * 1e3,
            self.p99.as_secs_f64() * 1e3,
            self.bytes
        )
    }
}

/// How many clients ask at once.
const CLIENTS: usize = 32;

/// Asks for the path with these headers for so long.
///
/// # Panics
/// An answer is not 200, or has no length: then the figure would be of something else.
pub async fn get(address: SocketAddr, path: &str, headers: &str, time: Duration) -> Load {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n");
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let _ = sender.send(runtime.block_on(ask(address, request, time)));
    });
    receiver.await.expect("the load has run")
}

async fn ask(address: SocketAddr, request: String, time: Duration) -> Load {
    let started = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| tokio::spawn(client(address, request.clone(), started + time)))
        .collect();
    let (mut latencies, mut bytes) = (Vec::new(), 0);
    for client in clients {
        let (some, size) = client.await.expect("a client ends well");
        latencies.extend(some);
        bytes = size;
    }
    latencies.sort_unstable();
    let at = |share: usize| latencies[(latencies.len() * share / 100).min(latencies.len() - 1)];
    Load {
        per_second: latencies.len() as f64 / started.elapsed().as_secs_f64(),
        p50: at(50),
        p99: at(99),
        bytes,
    }
}

async fn client(address: SocketAddr, request: String, until: Instant) -> (Vec<Duration>, usize) {
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server listens");
    stream.set_nodelay(true).expect("a socket takes this");
    let (mut latencies, mut bytes) = (Vec::new(), 0);
    let mut buffer = vec![0; 256 * 1024];
    while Instant::now() < until {
        let asked = Instant::now();
        stream
            .write_all(request.as_bytes())
            .await
            .expect("the server reads");
        bytes = answer(&mut stream, &mut buffer).await;
        latencies.push(asked.elapsed());
    }
    (latencies, bytes)
}

/// Reads one answer and returns the length of its body.
async fn answer(stream: &mut TcpStream, buffer: &mut [u8]) -> usize {
    let mut have = 0;
    let head = loop {
        let read = stream
            .read(&mut buffer[have..])
            .await
            .expect("the server answers");
        assert!(read > 0, "the server hung up");
        have += read;
        if let Some(end) = buffer[..have]
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
        {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    assert!(text.starts_with("http/1.1 200"), "not a 200: {text}");
    let length: usize = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok())
        .expect("an answer has a length");
    let mut missing = (head + length).saturating_sub(have);
    while missing > 0 {
        let room = missing.min(buffer.len());
        missing -= stream
            .read(&mut buffer[..room])
            .await
            .expect("the body comes");
    }
    length
}

/// Runs both sides by turns and prints them with their ratio, each the median of three runs.
pub async fn compare(name: &str, ours: (SocketAddr, &str, &str), bare: (SocketAddr, &str, &str)) {
    const TIME: Duration = Duration::from_secs(3);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    get(ours.0, ours.1, ours.2, Duration::from_secs(1)).await;
    get(bare.0, bare.1, bare.2, Duration::from_secs(1)).await;
    for _ in 0..3 {
        left.push(get(ours.0, ours.1, ours.2, TIME).await);
        right.push(get(bare.0, bare.1, bare.2, TIME).await);
    }
    let (left, right) = (median(left), median(right));
    println!("{name}");
    println!("  lectern  {left}");
    println!("  bare     {right}");
    println!("  ratio    {:.2}\n", left.per_second / right.per_second);
}

fn median(mut runs: Vec<Load>) -> Load {
    runs.sort_by(|one, other| one.per_second.total_cmp(&other.per_second));
    runs.swap_remove(runs.len() / 2)
}
