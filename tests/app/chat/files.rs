//! Files of messages (security row Z12).

use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use super::Room;
use crate::support::{Answer, Client, Person, TestApp};

/// The smallest PNG there is.
fn picture() -> Vec<u8> {
    use base64::Engine;
    let base64 = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    base64::engine::general_purpose::STANDARD
        .decode(base64)
        .expect("base64")
}

async fn send(room: &Room, client: &Client, nonce: Uuid, content: &str, file: Part) -> Answer {
    let form = Form::new()
        .text("content", content.to_owned())
        .text("nonce", nonce.to_string())
        .part("file", file);
    client
        .upload(&format!("{}/messages", room.path), form)
        .await
}

#[tokio::test]
async fn pictures_and_files_come_with_a_message() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let image = Part::bytes(picture()).file_name("照片.png");
    assert_eq!(
        send(&room, &student, Uuid::now_v7(), "", image)
            .await
            .status(),
        303
    );
    let notes = Part::bytes(b"<script>alert(1)</script>".to_vec()).file_name("notes.html");
    assert_eq!(
        send(&room, &student, Uuid::now_v7(), "看这里", notes)
            .await
            .status(),
        303
    );
    let page = app.teacher().await.get(&room.path).await.html();
    assert_eq!(page.attribute(".message__image img", "alt"), "照片.png");
    assert!(page.text(".message__file").contains("notes.html"));
    assert_eq!(app.count("SELECT count(*) AS n FROM attachments"), 2);
    let kinds = "SELECT count(*) AS n FROM messages WHERE message_type IN ('image', 'file')";
    assert_eq!(app.count(kinds), 2);
    app.finish().await;
}

#[tokio::test]
async fn a_message_with_files_sent_twice_keeps_one_copy() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let nonce = Uuid::now_v7();
    for _ in 0..2 {
        let image = Part::bytes(picture()).file_name("a.png");
        assert_eq!(
            send(&room, &student, nonce, "hi", image).await.status(),
            303
        );
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 1);
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 1);
    app.finish().await;
}

#[tokio::test]
async fn outsiders_upload_nothing() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let outsider = app.other_student().await;
    let image = Part::bytes(picture()).file_name("a.png");
    assert_eq!(
        send(&room, &outsider, Uuid::now_v7(), "hi", image)
            .await
            .status(),
        404
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_file_is_read_by_those_in_the_room_while_its_message_is_there() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let image = Part::bytes(picture()).file_name("a.png");
    send(&room, &student, Uuid::now_v7(), "", image).await;
    let may_read = async |person: Person| {
        let id = app.id_of(person);
        app.app()
            .db
            .run(move |conn| {
                use diesel::prelude::*;
                use lectern::schema::media;
                let viewer = lectern::web::Viewer::find(conn, id)?.expect("a viewer");
                let file = media::table.select(media::id).first(conn)?;
                lectern::chat::may_read_media(conn, Some(&viewer), file)
            })
            .await
            .expect("an answer")
    };
    assert!(may_read(Person::Xiaoming).await);
    assert!(may_read(Person::Zhang).await);
    assert!(!may_read(Person::Xiaohong).await);
    assert!(!may_read(Person::Root).await);
    let id = student
        .get(&room.path)
        .await
        .html()
        .attribute(".message[data-id]", "data-id");
    student
        .post(&format!("{}/messages/{id}/deletion", room.path), &[])
        .await;
    assert!(
        !may_read(Person::Xiaoming).await,
        "it went with its message"
    );
    app.finish().await;
}
