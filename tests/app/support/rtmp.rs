//! An RTMP client that says whatever a test wants it to, as no honest program would.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Everything is sent in one piece.
const CHUNK: u32 = 1 << 16;

/// A connection that has said that it wants to publish.
pub struct RtmpClient {
    stream: TcpStream,
    at: u32,
}

impl RtmpClient {
    /// Connects, and asks to publish under this name.
    pub async fn publish(port: u16, name: &[u8]) -> RtmpClient {
        let mut stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("the server");
        let mut hello = vec![0; 1537];
        hello[0] = 3;
        stream.write_all(&hello).await.expect("a greeting");
        let mut answer = vec![0; 3073];
        stream.read_exact(&mut answer).await.expect("the answer");
        stream.write_all(&answer[1..1537]).await.expect("the echo");
        let mut client = RtmpClient { stream, at: 0 };
        client.send(2, 1, 0, &CHUNK.to_be_bytes()).await;
        let connect = [
            text(b"connect"),
            number(1.0),
            object(&[
                ("app", text(b"live")),
                ("type", text(b"nonprivate")),
                ("flashVer", text(b"FMLE/3.0")),
                ("tcUrl", text(b"rtmp://127.0.0.1/live")),
            ]),
        ];
        client.send(3, 20, 0, &connect.concat()).await;
        let create = [text(b"createStream"), number(2.0), vec![5]];
        client.send(3, 20, 0, &create.concat()).await;
        let publish = [
            text(b"publish"),
            number(3.0),
            vec![5],
            text(name),
            text(b"live"),
        ];
        client.send(4, 20, 1, &publish.concat()).await;
        client
    }

    /// Says how large its picture is.
    pub async fn describe(&mut self, width: f64, height: f64) {
        let about = [
            text(b"@setDataFrame"),
            text(b"onMetaData"),
            object(&[("width", number(width)), ("height", number(height))]),
        ];
        self.send(4, 18, 1, &about.concat()).await;
    }

    /// Sends a frame as it stands in FLV, 40 ms after the last.
    pub async fn frame(&mut self, content: &[u8]) {
        self.at += 40;
        self.send(6, 9, 1, content).await;
    }

    /// Whether the server hangs up within so long.
    pub async fn hears_the_end(mut self, patience: Duration) -> bool {
        let mut heard = vec![0; 4096];
        let ended = async {
            loop {
                match self.stream.read(&mut heard).await {
                    Ok(0) | Err(_) => return,
                    Ok(_) => {}
                }
            }
        };
        tokio::time::timeout(patience, ended).await.is_ok()
    }

    /// One message in one chunk. Whoever has been cut off is not told here.
    async fn send(&mut self, channel: u8, kind: u8, of: u32, content: &[u8]) {
        let mut message = vec![channel];
        message.extend(&self.at.to_be_bytes()[1..]);
        message.extend(&(content.len() as u32).to_be_bytes()[1..]);
        message.push(kind);
        message.extend(of.to_le_bytes());
        for (place, piece) in content.chunks(CHUNK as usize).enumerate() {
            if place > 0 {
                message.push(0xc0 | channel);
            }
            message.extend(piece);
        }
        let _ = self.stream.write_all(&message).await;
    }
}

fn text(text: &[u8]) -> Vec<u8> {
    [&[2], &(text.len() as u16).to_be_bytes()[..], text].concat()
}

fn number(number: f64) -> Vec<u8> {
    [&[0], &number.to_be_bytes()[..]].concat()
}

fn object(fields: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut object = vec![3];
    for (name, value) in fields {
        object.extend((name.len() as u16).to_be_bytes());
        object.extend(name.as_bytes());
        object.extend(value);
    }
    object.extend([0, 0, 9]);
    object
}
