//! A page's end of a websocket, as far as frames go.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::{PASSWORD, Person, TestApp};

/// Nothing a test waits for takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open socket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What a websocket handshake is asked with.
pub struct Handshake {
    request: Request,
}

impl Handshake {
    /// As a page of the site does it, in the browser that has this cookie.
    pub fn new(origin: &str, path: &str, cookie: &str) -> Handshake {
        let address = format!("{}{path}", origin.replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("an address");
        let headers = request.headers_mut();
        headers.insert("Origin", origin.parse().expect("an origin"));
        headers.insert("Cookie", cookie.parse().expect("a cookie"));
        Handshake { request }
    }

    pub fn with_header(mut self, name: &'static str, value: Option<&str>) -> Handshake {
        self.request.headers_mut().remove(name);
        if let Some(value) = value {
            let value = value.parse().expect("a header");
            self.request.headers_mut().insert(name, value);
        }
        self
    }

    /// The socket, or the status of the refusal.
    pub async fn open(self) -> Result<Socket, u16> {
        self.try_open().await.expect("an answer to the handshake")
    }

    /// The same; nothing if nobody answers.
    pub async fn try_open(self) -> Option<Result<Socket, u16>> {
        match tokio_tungstenite::connect_async(self.request).await {
            Ok((stream, _)) => Some(Ok(Socket(stream))),
            Err(Error::Http(answer)) => Some(Err(answer.status().as_u16())),
            Err(_) => None,
        }
    }
}

impl TestApp {
    /// A socket that has said nothing yet, of somebody of the cast or of a visitor; or the status of the refusal.
    pub async fn socket(&self, path: &str, person: Option<Person>) -> Result<Socket, u16> {
        let cookie = match person {
            Some(person) => self.session_cookie(person).await,
            None => String::new(),
        };
        Handshake::new(&self.origin(), path, &cookie).open().await
    }

    /// Signs in anew, and returns what the browser keeps of it.
    pub async fn session_cookie(&self, person: Person) -> String {
        let form = [("login", person.username()), ("password", PASSWORD)];
        let answer = self.anonymous().post("/login", &form).await;
        let cookies = answer.headers("set-cookie");
        let session = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
        let session = session.expect("a session").split(';').next();
        session.unwrap_or_default().to_owned()
    }
}

impl Socket {
    pub async fn send(&mut self, message: Message) {
        // A server that has hung up meanwhile is seen by what comes next.
        let _ = self.0.send(message).await;
    }

    /// Says where the page stands.
    pub async fn resume(&mut self, after: i64) {
        let said = json!({"type": "resume", "after": after});
        self.send(Message::text(said.to_string())).await;
    }

    /// The next frame, or the code of the close. Who is there is told now and then; for that one asks
    /// [`event`](Socket::event).
    pub async fn next(&mut self) -> Result<Value, u16> {
        loop {
            let frame = self.any().await?;
            if frame["name"] != "presence" {
                return Ok(frame);
            }
        }
    }

    /// What the next event of this name brings; what else comes is passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.any().await.expect("a frame");
            if frame["type"] == "event" && frame["name"] == name {
                return frame["data"].clone();
            }
        }
    }

    /// The next frame, however long it takes to come.
    pub async fn wait(&mut self) -> Result<Value, u16> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Ok(serde_json::from_str(&text).expect("JSON"));
                }
                Some(Ok(Message::Close(Some(close)))) => return Err(close.code.into()),
                Some(Ok(_)) => {}
                _ => return Err(1006),
            }
        }
    }

    async fn any(&mut self) -> Result<Value, u16> {
        tokio::time::timeout(PATIENCE, self.wait())
            .await
            .expect("something comes over the socket")
    }

    /// The next frame.
    pub async fn frame(&mut self) -> Value {
        self.next().await.expect("a frame")
    }

    /// The code that the socket is closed with; what comes before it is passed over.
    pub async fn close_code(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// Whether nothing comes for a moment.
    pub async fn is_quiet(&mut self) -> bool {
        let moment = Duration::from_millis(300);
        tokio::time::timeout(moment, self.next()).await.is_err()
    }
}
