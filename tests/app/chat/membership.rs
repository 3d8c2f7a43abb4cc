//! Who is in a room, and what is left to those who are not any more (security rows Z9, W2, W3).

use lectern::realtime;
use tokio_tungstenite::tungstenite::Message;

use super::{Room, cookie_of};
use crate::support::{Client, Person, TestApp};

/// What every road to the room answers.
async fn statuses(room: &Room, client: &Client) -> Vec<u16> {
    let path = &room.path;
    vec![
        client.get(path).await.status(),
        client.get(&format!("{path}?before=2")).await.status(),
        client.get(&format!("{path}/people")).await.status(),
        client
            .get(&format!("{path}/changes?after=0"))
            .await
            .status(),
        client
            .post_htmx(&format!("{path}/read"), &[("seq", "1")])
            .await
            .status(),
        room.say(client, "hello").await.status(),
    ]
}

#[tokio::test]
async fn a_course_room_is_there_for_its_learners_and_staff_alone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    for member in [
        app.student().await,
        app.teacher().await,
        app.assistant().await,
    ] {
        assert_eq!(
            statuses(&room, &member).await,
            [200, 200, 200, 200, 204, 201]
        );
    }
    let nowhere = Room {
        id: 0,
        path: "/chat/rooms/999999".into(),
    };
    for outsider in [
        app.other_student().await,
        app.other_teacher().await,
        app.admin().await,
    ] {
        assert_eq!(statuses(&room, &outsider).await, [404; 6]);
        let there = outsider.get(&room.path).await;
        let not_there = outsider.get(&nowhere.path).await;
        assert_eq!(
            there.text().replace(&room.path, ""),
            not_there.text().replace(&nowhere.path, ""),
            "one can't tell that it is there"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn enrolling_opens_the_room_and_leaving_closes_it_with_its_sockets() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let newcomer = app.other_student().await;
    let id = app.id_of(Person::Xiaohong);
    room.said(&app.teacher().await, "before").await;
    assert_eq!(newcomer.get(&room.path).await.status(), 404);
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) VALUES ({id}, {})",
        app.cast.course
    ));
    let unread = newcomer.get("/chat/badge").await.text();
    assert_eq!(unread.trim(), "", "what was said before is not unread");
    let (mut socket, copy) = room.open(&app, Person::Xiaohong).await;
    assert_eq!(copy.texts(), ["before"]);
    let (mut other, _) = room.open(&app, Person::Xiaoming).await;
    app.execute(&format!("DELETE FROM enrollments WHERE user_id = {id}"));
    realtime::recheck(app.app(), id).await;
    assert_eq!(socket.close_code().await, 4403);
    assert_eq!(statuses(&room, &newcomer).await, [404; 6]);
    room.said(&app.teacher().await, "after").await;
    assert_eq!(other.frame().await["items"][0]["seq"], 2, "others stay");
    app.finish().await;
}

#[tokio::test]
async fn a_socket_of_somebody_who_was_removed_is_not_resumed() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let mut socket = room.socket(&app, Person::Xiaoming).await;
    // Nobody tells the hub; the socket finds out by itself.
    app.execute("DELETE FROM enrollments");
    socket.resume(0).await;
    assert_eq!(socket.close_code().await, 4403);
    app.finish().await;
}

#[tokio::test]
async fn signing_out_ends_the_sockets_of_that_session_alone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (mut here, _) = room.open(&app, Person::Xiaoming).await;
    let cookie = cookie_of(&app, Person::Xiaoming).await;
    let mut there = room
        .handshake(&app, &cookie)
        .open()
        .await
        .expect("a socket");
    there.resume(0).await;
    there.frame().await;
    let sign_out = app
        .anonymous()
        .request(reqwest::Method::POST, "/logout")
        .header("Cookie", &cookie);
    assert_eq!(app.anonymous().send(sign_out).await.status(), 303);
    assert_eq!(there.close_code().await, 4401);
    let again = room.handshake(&app, &cookie).open().await;
    assert_eq!(again.err(), Some(401), "a replayed cookie opens nothing");
    here.send(Message::text(r#"{"type":"resume","after":0}"#))
        .await;
    assert_eq!(
        here.frame().await["type"],
        "changes",
        "the other browser goes on"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_draft_has_its_staff_in_its_room_and_nobody_else() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    app.execute("UPDATE courses SET status = 'draft' WHERE title = '线性代数'");
    assert_eq!(app.student().await.get(&room.path).await.status(), 404);
    assert_eq!(app.assistant().await.get(&room.path).await.status(), 200);
    app.finish().await;
}
