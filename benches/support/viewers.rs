//! Viewers of a class as players are: once a second the playlist, then the newest segment in it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a crowd has seen.
pub struct Crowd {
    /// Bytes of segments per second, of all together.
    pub bytes_per_second: f64,
    pub playlists: Vec<Duration>,
    pub segments: Vec<Duration>,
    /// Rounds that took longer than a second: the picture would have stood still.
    pub late: usize,
}

impl std::fmt::Display for Crowd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = |times: &[Duration], share: usize| {
            let place = (times.len() * share / 100).min(times.len().saturating_sub(1));
            times.get(place).copied().unwrap_or_default().as_secs_f64() * 1e3
        };
        write!(
            f,
            "{:>6.2} Gbit/s   playlist p50 {:>6.1} ms p99 {:>6.1} ms   segment p50 {:>6.1} ms p99 {:>6.1} ms   late {} of {}",
            self.bytes_per_second * 8.0 / 1e9,
            at(&self.playlists, 50),
            at(&self.playlists, 99),
            at(&self.segments, 50),
            at(&self.segments, 99),
            self.late,
            self.segments.len()
        )
    }
}

/// So many viewers for so long; `playlist` is a path, and segments lie beside it.
pub async fn watch(
    address: SocketAddr,
    playlist: &str,
    headers: &str,
    viewers: u32,
    time: Duration,
) -> Crowd {
    let (playlist, headers) = (playlist.to_owned(), headers.to_owned());
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let crowd = runtime.block_on(crowd(address, playlist, headers, viewers, time));
        let _ = sender.send(crowd);
    });
    receiver.await.expect("the crowd has watched")
}

async fn crowd(
    address: SocketAddr,
    playlist: String,
    headers: String,
    viewers: u32,
    time: Duration,
) -> Crowd {
    let started = Instant::now();
    let tasks: Vec<_> = (0..viewers)
        .map(|number| {
            // They have not all come at the same moment.
            let phase = Duration::from_secs(1) * number / viewers;
            let viewer = Viewer {
                address,
                playlist: playlist.clone(),
                headers: headers.clone(),
            };
            tokio::spawn(viewer.watch(started + phase, started + time))
        })
        .collect();
    let mut crowd = Crowd {
        bytes_per_second: 0.0,
        playlists: Vec::new(),
        segments: Vec::new(),
        late: 0,
    };
    for task in tasks {
        let seen = task.await.expect("a viewer ends well");
        crowd.bytes_per_second += seen.bytes_per_second;
        crowd.playlists.extend(seen.playlists);
        crowd.segments.extend(seen.segments);
        crowd.late += seen.late;
    }
    crowd.bytes_per_second /= started.elapsed().as_secs_f64();
    crowd.playlists.sort_unstable();
    crowd.segments.sort_unstable();
    crowd
}

struct Viewer {
    address: SocketAddr,
    playlist: String,
    headers: String,
}

impl Viewer {
    /// What one has seen; its bytes are not divided by the time yet.
    async fn watch(self, from: Instant, until: Instant) -> Crowd {
        let mut seen = Crowd {
            bytes_per_second: 0.0,
            playlists: Vec::new(),
            segments: Vec::new(),
            late: 0,
        };
        let mut stream = TcpStream::connect(self.address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("a socket takes this");
        let folder = self
            .playlist
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let mut buffer = vec![0; 64 * 1024];
        let mut next = from;
        while next < until {
            tokio::time::sleep_until(next.into()).await;
            let asked = Instant::now();
            let playlist = self.get(&mut stream, &self.playlist, &mut buffer).await;
            seen.playlists.push(asked.elapsed());
            let text = String::from_utf8_lossy(&playlist).into_owned();
            let newest = text.lines().rev().find(|line| line.ends_with(".ts"));
            let newest = format!("{folder}/{}", newest.expect("a segment in the playlist"));
            let asked_segment = Instant::now();
            let bytes = self.get(&mut stream, &newest, &mut buffer).await.len();
            seen.segments.push(asked_segment.elapsed());
            seen.bytes_per_second += bytes as f64;
            seen.late += usize::from(asked.elapsed() > Duration::from_secs(1));
            next = (next + Duration::from_secs(1)).max(Instant::now());
        }
        seen
    }

    async fn get(&self, stream: &mut TcpStream, path: &str, buffer: &mut [u8]) -> Vec<u8> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{}\r\n",
            self.address, self.headers
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("the server reads");
        let mut answer = Vec::new();
        loop {
            let read = stream.read(buffer).await.expect("the server answers");
            assert!(read > 0, "the server hung up");
            answer.extend_from_slice(&buffer[..read]);
            let Some(head) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
                continue;
            };
            let text = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
            assert!(text.starts_with("http/1.1 200"), "not a 200: {path} {text}");
            let length: usize = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok())
                .expect("an answer has a length");
            let whole = head + 4 + length;
            if answer.len() < whole {
                let have = answer.len();
                answer.resize(whole, 0);
                stream
                    .read_exact(&mut answer[have..])
                    .await
                    .expect("the body comes");
            }
            return answer.split_off(head + 4);
        }
    }
}
