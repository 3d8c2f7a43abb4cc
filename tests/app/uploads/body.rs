//! Who may not send is told so before the body is read (row U9).

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{PASSWORD, Person, TestApp};

const GIGABYTE: usize = 1_000_000_000;

/// Sends a form of a gigabyte, some megabytes a second, until nobody listens: after its answer the program waits a moment
/// before it hangs up, so that the answer is read. The status, and how many bytes of the body went.
async fn send_gigabyte(app: &TestApp, path: &str, headers: &str) -> (u16, usize) {
    let address = app.origin().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: {GIGABYTE}\r\n{headers}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut answers, mut body) = stream.into_split();
    let sending = async {
        let (mut sent, piece) = (0, vec![7; 64 * 1024]);
        while sent < GIGABYTE {
            match tokio::time::timeout(Duration::from_secs(3), body.write(&piece)).await {
                Ok(Ok(bytes)) => sent += bytes,
                _ => break,
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        sent
    };
    let reading = async {
        let mut head = [0; 12];
        answers.read_exact(&mut head).await.expect("an answer");
        std::str::from_utf8(&head[9..]).unwrap().parse().unwrap()
    };
    let (sent, status) = tokio::join!(sending, reading);
    (status, sent)
}

fn temporary_files(app: &TestApp) -> usize {
    std::fs::read_dir(app.data().join("uploads"))
        .unwrap()
        .count()
}

#[tokio::test]
async fn who_may_not_send_is_answered_without_reading_a_gigabyte() {
    let app = TestApp::start().await;
    let form = [
        ("login", Person::Xiaohong.username()),
        ("password", PASSWORD),
    ];
    let signed_in = app.anonymous().post("/login", &form).await;
    let cookie = signed_in.headers("set-cookie");
    let cookie = cookie
        .iter()
        .find(|cookie| cookie.starts_with("lectern="))
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    let own = format!(
        "Origin: {}\r\nSec-Fetch-Site: same-origin\r\n",
        app.origin()
    );
    let outsider = format!("{own}Cookie: {cookie}\r\n");
    let foreign = format!("Origin: https://evil.example\r\nCookie: {cookie}\r\n");
    let room = app.student().await;
    let room = room
        .get(&format!("/chat/courses/{}", app.cast.course))
        .await;
    let cover = format!("/courses/{}/cover", app.cast.course);
    let file = format!(
        "/courses/{}/lessons/{}/file",
        app.cast.course, app.cast.lesson
    );
    let messages = format!("{}/messages", room.location());
    let paths = [
        &cover,
        &file,
        &messages,
        &"/attempts/1/answers/1/file".to_owned(),
    ];
    let asking = paths.iter().flat_map(|path| {
        let cases = [(&own, 401), (&outsider, 404), (&foreign, 403)];
        let app = &app;
        cases.map(|(headers, wanted)| async move {
            let started = Instant::now();
            let (status, sent) = send_gigabyte(app, path, headers).await;
            assert_eq!(status, wanted, "{path} with {headers}");
            assert!(sent < GIGABYTE / 10, "{path}: {sent} bytes went");
            let took = started.elapsed();
            assert!(took.as_secs() < 20, "{path}: {took:?}");
        })
    });
    futures_util::future::join_all(asking).await;
    assert_eq!(temporary_files(&app), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_body_that_says_it_is_too_long_is_not_read_either() {
    let app = TestApp::start().await;
    let form = [("login", Person::Wang.username()), ("password", PASSWORD)];
    let signed_in = app.anonymous().post("/login", &form).await;
    let cookies = signed_in.headers("set-cookie");
    let session = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
    let cookie = session.unwrap().split(';').next().unwrap();
    let headers = format!(
        "Origin: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n",
        app.origin()
    );
    let cover = format!("/courses/{}/cover", app.cast.course);
    let (status, sent) = send_gigabyte(&app, &cover, &headers).await;
    assert_eq!(status, 413);
    assert!(sent < GIGABYTE / 10, "{sent} bytes went");
    assert_eq!(temporary_files(&app), 0);
    app.finish().await;
}
