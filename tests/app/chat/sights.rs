//! What people see in two real browsers: a film that plays, code as it was written, what one chooses to be told of, and how
//! what a moderator has done is undone. See `stories.rs` for the rest.

use super::Room;
use super::in_browsers::{enter, write};
use crate::support::{Person, TestApp};

/// Two seconds of a picture that moves, as a phone would send it.
async fn film(file: &std::path::Path) {
    let made = tokio::process::Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=320x180:rate=25",
        ])
        .args(["-f", "lavfi", "-i", "sine=sample_rate=48000", "-t", "2"])
        .args([
            "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac",
        ])
        .args(["-movflags", "+faststart"])
        .arg(file)
        .status()
        .await;
    assert!(made.expect("ffmpeg runs").success());
}

#[tokio::test]
async fn a_film_plays_on_the_other_page_and_code_stands_there_as_it_was_written() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("实验录像.mp4");
    film(&file).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (360, 740)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    let path = file.to_str().expect("a path");
    student
        .type_behind("#composer input[type=file]", path)
        .await;
    student.sees(".composer__files .tag", "实验录像.mp4").await;
    write(&student, "看我的实验").await;
    teacher
        .sees(".message[data-id] .message__body", "看我的实验")
        .await;
    let is_ready = "const film = document.querySelector('.message[data-id] video');
        return !!film && film.readyState >= 1 && film.videoWidth === 320 && film.duration > 1.5";
    for browser in [&teacher, &student] {
        browser.wait_until(is_ready).await;
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM messages WHERE message_type = 'video'"),
        1
    );
    let play = "const film = document.querySelector('.message[data-id] video'); film.muted = true; film.play()";
    teacher.evaluate(play).await;
    let moves = "return document.querySelector('.message[data-id] video').currentTime > 0.5";
    teacher.wait_until(moves).await;
    // Winding back and on asks for parts of the file.
    let wind = "document.querySelector('.message[data-id] video').currentTime = 0.2";
    teacher.evaluate(wind).await;
    teacher.wait_until(moves).await;
    student.photograph("chat-video").await;
    let overflow = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(student.evaluate(overflow).await, true);
    let address = teacher
        .evaluate("return new URL(document.querySelector('.message[data-id] video').src).pathname")
        .await;
    let address = address.as_str().expect("an address").to_owned();
    assert_eq!(app.other_student().await.get(&address).await.status(), 404);

    let typed =
        "document.querySelector('#composer textarea').value = '```rust\\nlet x = a && b;\\n```'";
    teacher.evaluate(typed).await;
    teacher.type_behind("#composer textarea", "\u{e007}").await;
    student
        .sees(".message[data-id] pre code", "let x = a && b;")
        .await;

    let taking_back = "document.querySelector('.message[data-id] .message__actions [data-delete] button').click()";
    student.evaluate(taking_back).await;
    student.confirm().await;
    teacher
        .wait_until("return !document.querySelector('.message video')")
        .await;
    let again = app.teacher().await.get(&address).await;
    assert_eq!(again.status(), 404, "gone with its message");
    for browser in [student, teacher] {
        browser.finish().await;
    }
    app.finish().await;
}

#[tokio::test]
async fn one_is_told_of_as_much_as_one_chooses_in_the_room() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    let choose = async |level: &str| {
        student.visit(&room.path).await;
        student.click("[popovertarget=room-menu]").await;
        student
            .click(&format!("#room-menu button[value={level}]"))
            .await;
        let is_chosen = format!(
            "return document.querySelector('#room-menu button[value={level}]')?.ariaPressed === 'true'"
        );
        student.wait_until(&is_chosen).await;
        student.visit("/courses").await;
    };
    choose("nothing").await;
    write(&teacher, "@小明 听不到").await;
    teacher.sees(".message--own[data-id]", "听不到").await;
    assert_eq!(student.count("#chat-badge .badge").await, 0);
    choose("everything").await;
    write(&teacher, "谁都没叫").await;
    student.sees("#chat-badge .badge", "1").await;
    choose("mentions").await;
    write(&teacher, "又没叫谁").await;
    write(&teacher, "@小明 叫你").await;
    student.sees("#chat-badge .badge", "1").await;
    student.visit("/chat").await;
    student.sees(".room .badge--mention", "@").await;
    assert_eq!(student.text("#chat-badge .badge").await, "1");
    student.visit(&room.path).await;
    student.sees(".message--mention", "叫你").await;
    student
        .wait_until("return !document.querySelector('#chat-badge .badge')")
        .await;
    for browser in [student, teacher] {
        browser.finish().await;
    }
    app.finish().await;
}

#[tokio::test]
async fn what_a_moderator_has_done_ends_by_itself_or_is_undone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    let desk = format!("{}/moderation", room.path);
    let person = format!("{}/people/{}", room.path, app.id_of(Person::Xiaoming));
    let moderator = app.teacher().await;
    let sanction = async |what: &str| {
        let fields = [("minutes", "10"), ("hours", "1"), ("reason", "误会")];
        let done = moderator.post(&format!("{person}/{what}"), &fields).await;
        assert_eq!(done.status(), 303, "{what}");
    };
    let pardon = async || {
        teacher.visit(&desk).await;
        teacher
            .type_into("form[action$='/pardon'] [name=reason]", "说开了")
            .await;
        teacher.click("form[action$='/pardon'] button").await;
        teacher
            .wait_until("return !document.querySelector(\"form[action$='/pardon']\")")
            .await;
    };
    write(&student, "我写的").await;
    teacher.sees(".message[data-id]", "我写的").await;

    // A mute says for how long it is; the one who waits is let in again by the clock.
    sanction("mute").await;
    write(&student, "还能说吗").await;
    student
        .sees(".message--failed .message__note", "禁言")
        .await;
    app.execute("UPDATE chat_room_members SET muted_until = now() WHERE muted_until IS NOT NULL");
    student.click(".message--failed [data-retry]").await;
    teacher.sees(".message[data-id]", "还能说吗").await;

    // What was deleted comes back to every page by the line that says so.
    sanction("deletion").await;
    for browser in [&student, &teacher] {
        browser.loses("#messages .message__body", "我写的").await;
    }
    teacher.visit(&desk).await;
    assert_eq!(teacher.count(".acts__undo").await, 2);
    for left in [1, 0] {
        teacher.visit(&desk).await;
        teacher.click(".acts__undo button").await;
        let is_back = format!("return location.pathname === '{}'", room.path);
        teacher.wait_until(&is_back).await;
        teacher.visit(&desk).await;
        let is_done = format!("return document.querySelectorAll('.acts__undo').length === {left}");
        teacher.wait_until(&is_done).await;
    }
    for words in ["我写的", "还能说吗"] {
        student.sees("#messages .message__body", words).await;
    }

    sanction("ban").await;
    student.sees(".connection", "已不在这个会话中").await;
    pardon().await;
    teacher.sees(".acts", "说开了").await;
    student.visit(&room.path).await;
    write(&student, "回来了").await;
    teacher.visit(&room.path).await;
    teacher.sees(".message[data-id]", "回来了").await;
    student.close().await;
    teacher.finish().await;
    app.finish().await;
}
