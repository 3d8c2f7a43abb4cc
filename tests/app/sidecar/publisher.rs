//! ffmpeg as somebody's OBS, and a stand-in for the part of lectern that answers the callbacks.

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

/// Publishes a test picture with a keyframe a second, until it is dropped.
pub fn publish(url: &str) -> Child {
    Command::new("ffmpeg")
        .args(["-nostdin", "-v", "quiet", "-re"])
        .args(["-f", "lavfi", "-i", "testsrc=size=320x240:rate=25"])
        .args(["-f", "lavfi", "-i", "sine"])
        .args(["-c:v", "libx264", "-preset", "ultrafast", "-g", "25"])
        .args(["-c:a", "aac", "-f", "flv", url])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// One callback: its path and its form.
pub type Call = (String, HashMap<String, String>);

/// Answers `/publish` of a key that begins with `good-` with the new name `token`, refuses every other, and writes all down.
#[derive(Clone)]
pub struct Callbacks {
    pub port: u16,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Callbacks {
    pub async fn answer() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let answering = Self {
            port: listener.local_addr().unwrap().port(),
            calls: Arc::default(),
        };
        let calls = answering.calls.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = one(stream, &calls).await;
            }
        });
        answering
    }

    pub fn of(&self, event: &str) -> Vec<Call> {
        let calls = self.calls.lock();
        let wanted = |call: &&Call| call.0.ends_with(event);
        calls.iter().filter(wanted).cloned().collect()
    }
}

async fn one(mut stream: TcpStream, calls: &Mutex<Vec<Call>>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let (path, form) = loop {
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).await?;
        request.extend_from_slice(&bytes[..count]);
        if let Some(whole) = parse(&String::from_utf8_lossy(&request)) {
            break whole;
        }
        if count == 0 {
            return Ok(());
        }
    };
    let answer = match form.get("name").map(String::as_str) {
        Some(name) if name.starts_with("good-") => {
            "HTTP/1.0 302 Found\r\nLocation: token\r\nContent-Length: 0\r\n\r\n"
        }
        _ => "HTTP/1.0 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    };
    calls.lock().push((path, form));
    stream.write_all(answer.as_bytes()).await
}

fn parse(request: &str) -> Option<Call> {
    let (head, body) = request.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    let path = head.split(' ').nth(1)?.to_owned();
    if body.len() < length {
        return None;
    }
    let mut form = HashMap::new();
    // The publisher's own arguments come last and may repeat a name: the first counts.
    for (name, value) in url::form_urlencoded::parse(body.as_bytes()).into_owned() {
        form.entry(name).or_insert(value);
    }
    Some((path, form))
}
