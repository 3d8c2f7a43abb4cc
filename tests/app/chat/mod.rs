//! Chat: who is in a room, what is said there, and that it reaches everybody once and in order.

mod aftermath;
mod answering;
mod archive;
mod chaos;
mod composing;
mod conversations;
mod deletion;
mod delivery;
mod departed;
mod digest;
mod editing;
mod files;
mod groups;
mod held;
mod in_browsers;
mod indexing;
mod killed;
mod levels;
mod limits;
mod membership;
mod mentions;
mod moderation;
mod nodes;
mod outages;
mod pins;
mod plans;
mod presence;
mod rules;
mod searching;
mod secrets;
mod sights;
mod sockets;
mod stories;
mod storms;

use serde_json::Value;
use uuid::Uuid;

use crate::support::{Answer, Client, Copy, Handshake, PASSWORD, Person, Socket, TestApp};

/// The room of the cast's course, in which are 小明, 王老师 and 张助教.
struct Room {
    id: i64,
    path: String,
}

impl Room {
    async fn of_course(app: &TestApp) -> Room {
        let client = app.student().await;
        let answer = client
            .get(&format!("/chat/courses/{}", app.cast.course))
            .await;
        Room::at(&answer)
    }

    fn at(answer: &Answer) -> Room {
        let path = answer.location().to_owned();
        let id = path.rsplit('/').next().and_then(|id| id.parse().ok());
        Room {
            id: id.unwrap_or_else(|| panic!("{answer:?} leads to a room")),
            path,
        }
    }

    async fn say(&self, client: &Client, words: &str) -> Answer {
        self.say_as(client, words, Uuid::now_v7()).await
    }

    async fn say_as(&self, client: &Client, words: &str, nonce: Uuid) -> Answer {
        let fields = [("content", words), ("nonce", &nonce.to_string())];
        let path = format!("{}/messages", self.path);
        client.post_htmx(&path, &fields).await
    }

    /// Says something, and returns its id.
    async fn said(&self, client: &Client, words: &str) -> i64 {
        let answer = self.say(client, words).await;
        assert_eq!(answer.status(), 201, "{answer:?}");
        let id = answer.html().attribute(".message", "data-id");
        id.parse().expect("an id")
    }

    async fn changes(&self, client: &Client, after: i64) -> Value {
        let path = format!("{}/changes?after={after}", self.path);
        let answer = client.get(&path).await;
        assert_eq!(answer.status(), 200, "{answer:?}");
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    fn handshake(&self, app: &TestApp, cookie: &str) -> Handshake {
        Handshake::new(&app.origin(), &format!("{}/socket", self.path), cookie)
    }

    /// A socket that has said nothing yet.
    async fn socket(&self, app: &TestApp, person: Person) -> Socket {
        let cookie = cookie_of(app, person).await;
        let socket = self.handshake(app, &cookie).open().await;
        socket.expect("the socket opens")
    }

    /// A socket whose page has all that is there.
    async fn open(&self, app: &TestApp, person: Person) -> (Socket, Copy) {
        let mut socket = self.socket(app, person).await;
        let mut copy = Copy::default();
        socket.resume(0).await;
        assert!(copy.apply(&socket.frame().await));
        (socket, copy)
    }
}

/// Signs in once more, and returns the cookie that the browser is given.
async fn cookie_of(app: &TestApp, person: Person) -> String {
    session_cookie(&app.anonymous(), person.username()).await
}

async fn session_cookie(client: &Client, username: &str) -> String {
    let form = [("login", username), ("password", PASSWORD)];
    let answer = client.post("/login", &form).await;
    let cookies = answer.headers("set-cookie");
    let session = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
    let session = session.expect("a session").split(';').next();
    session.unwrap_or_default().to_owned()
}
