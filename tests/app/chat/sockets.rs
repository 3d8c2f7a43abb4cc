//! What a socket takes, and what it ends with (security rows W1, W2, W4; reliability rows R17, R18).

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::Message;

use super::{Room, cookie_of};
use crate::support::{Handshake, Person, TestApp};

#[tokio::test]
async fn a_socket_opens_only_from_a_page_of_this_site() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let cookie = cookie_of(&app, Person::Xiaoming).await;
    let foreign = [
        Some("https://evil.example"),
        Some("null"),
        Some("http://localhost.evil.example"),
        None,
    ];
    for origin in foreign {
        let handshake = room.handshake(&app, &cookie).with_header("Origin", origin);
        assert_eq!(handshake.open().await.err(), Some(403), "{origin:?}");
    }
    assert!(room.handshake(&app, &cookie).open().await.is_ok());
    app.finish().await;
}

#[tokio::test]
async fn a_socket_opens_only_for_members() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    for outsider in [Person::Xiaohong, Person::Li, Person::Root] {
        let cookie = cookie_of(&app, outsider).await;
        let refusal = room.handshake(&app, &cookie).open().await.err();
        assert_eq!(refusal, Some(404), "{outsider:?}");
    }
    let refusal = room.handshake(&app, "lectern=nothing").open().await.err();
    assert_eq!(refusal, Some(401));
    let cookie = cookie_of(&app, Person::Xiaoming).await;
    let nowhere = Handshake::new(&app.origin(), "/chat/rooms/999999/socket", &cookie);
    assert_eq!(nowhere.open().await.err(), Some(404));
    let student = app.student().await;
    let path = format!("{}/socket", room.path);
    let plain = student
        .request(reqwest::Method::GET, &path)
        .header("Origin", app.origin());
    let answer = student.send(plain).await;
    assert_eq!(answer.status(), 400, "no handshake, no socket");
    app.finish().await;
}

#[tokio::test]
async fn what_nobody_understands_closes_the_socket_and_nothing_else() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let cookie = cookie_of(&app, Person::Xiaoming).await;
    let (mut bystander, _) = room.open(&app, Person::Wang).await;
    let cases = [
        (Message::text("nonsense"), 1008),
        (Message::text(r#"{"type":"resume","after":"x"}"#), 1008),
        (Message::text(r#"{"type":"shout"}"#), 1008),
        (Message::binary(vec![0, 159, 146, 150]), 1003),
        (Message::text("x".repeat(5_000)), 1009),
        (Message::text("x".repeat(2_000_000)), 1009),
    ];
    for (message, code) in cases {
        let mut socket = room
            .handshake(&app, &cookie)
            .open()
            .await
            .expect("a socket");
        let start: String = message.to_string().chars().take(40).collect();
        socket.send(message).await;
        assert_eq!(socket.close_code().await, code, "{start}");
    }
    let mut chatterbox = room
        .handshake(&app, &cookie)
        .open()
        .await
        .expect("a socket");
    for _ in 0..100 {
        chatterbox.resume(0).await;
    }
    assert_eq!(chatterbox.close_code().await, 1008);
    room.said(&app.student().await, "still here").await;
    assert_eq!(bystander.frame().await["items"][0]["seq"], 1);
    app.finish().await;
}

/// Frames as no library would write them.
#[tokio::test]
async fn broken_frames_close_the_socket() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let cookie = cookie_of(&app, Person::Xiaoming).await;
    let broken: [&[u8]; 6] = [
        &[0x83, 0x80, 0, 0, 0, 0],
        &[0x81, 0x02, b'h', b'i'],
        &[
            0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0,
        ],
        &[0x80, 0x80, 0, 0, 0, 0],
        &[0x09, 0x80, 0, 0, 0, 0],
        &[0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28],
    ];
    for bytes in broken {
        let mut stream = raw_socket(&app, &room, &cookie).await;
        stream.write_all(bytes).await.expect("a frame");
        let mut rest = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest));
        assert!(end.await.is_ok(), "{bytes:x?} ends the connection");
        assert_eq!(rest.first(), Some(&0x88), "{bytes:x?}: with a close frame");
    }
    app.finish().await;
}

/// A connection right after its handshake.
async fn raw_socket(app: &TestApp, room: &Room, cookie: &str) -> TcpStream {
    let host = app.origin().replace("http://", "");
    // What the kernel takes in for a reader who does not read is kept small, or it would hide that nobody reads.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4_096).expect("its buffer");
    let address = host.parse().expect("an address");
    let mut stream = socket.connect(address).await.expect("a connection");
    let request = format!(
        "GET {}/socket HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\nConnection: Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        room.path
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("a handshake");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("the head of the answer"));
    }
    assert!(
        head.starts_with(b"HTTP/1.1 101"),
        "{}",
        String::from_utf8_lossy(&head)
    );
    stream
}

/// Those who never read, and one whose network has gone without a word, which to the server is the same: nothing comes from
/// there any more. They hold up nobody, seem to be there for no longer than a minute, and keep neither a connection nor memory.
#[tokio::test]
async fn those_who_never_read_or_are_gone_without_a_word_hold_up_nobody_and_leave_nothing_behind() {
    const SLEEPERS: usize = 100;
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let cookie = cookie_of(&app, Person::Xiaoming).await;
    let (mut reader, mut copy) = room.open(&app, Person::Wang).await;
    let resume = b"\x81\x9b\0\0\0\0{\"type\":\"resume\",\"after\":0}";
    let memory = resident_bytes();
    let sleepers = join_all((0..SLEEPERS).map(|_| async {
        let mut stream = raw_socket(&app, &room, &cookie).await;
        stream.write_all(resume).await.expect("a frame");
        stream
    }))
    .await;
    let silent_since = Instant::now();
    let open = app.open_connections();
    assert!(open >= SLEEPERS, "{open}");
    let words = "很长的话".repeat(900);
    let speakers = [
        app.teacher().await,
        app.assistant().await,
        app.student().await,
    ];
    let mut slowest = Duration::ZERO;
    for n in 1..=60 {
        let posted = Instant::now();
        for speaker in speakers.iter().cycle() {
            let answer = room.say(speaker, &words).await;
            if answer.status() == 201 {
                break;
            }
            assert_eq!(answer.status(), 429);
        }
        while copy.last < n {
            assert!(copy.apply(&reader.frame().await));
        }
        slowest = slowest.max(posted.elapsed());
    }
    assert!(
        slowest < Duration::from_secs(3),
        "the slowest took {slowest:?}"
    );
    let grown = resident_bytes().saturating_sub(memory);
    assert!(grown < 100 * 1024 * 1024, "{grown} bytes more");

    let alone = json!({ "count": 1, "people": [app.id_of(Person::Wang)] });
    loop {
        let frame = reader.wait().await.expect("a frame");
        if frame["name"] == "presence" && frame["data"] == alone {
            break;
        }
    }
    let seemed = silent_since.elapsed();
    assert!(
        seemed < Duration::from_secs(61),
        "they seemed to be there for {seemed:?}"
    );
    while app.open_connections() > open - SLEEPERS {
        let kept = silent_since.elapsed();
        assert!(kept < Duration::from_secs(90), "their connections are kept");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(sleepers);
    app.finish().await;
}

/// Of this process, in which the program runs.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").expect("its memory");
    let resident = pages.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    resident.map_or(0, |pages: usize| pages * 4_096)
}

#[tokio::test]
async fn a_stop_tells_each_socket_to_come_back() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (mut socket, _) = room.open(&app, Person::Wang).await;
    let ((), code) = tokio::join!(app.finish(), socket.close_code());
    assert_eq!(code, 1012);
}
