//! Finding what was said.

use lectern::chat::IndexMessages;
use lectern::jobs::enqueue;

use super::Room;
use crate::support::{Answer, Client, Person, TestApp};

async fn search(client: &Client, query: &str) -> Answer {
    let answer = client.get(&format!("/chat/search?{query}")).await;
    assert_eq!(answer.status(), 200, "{answer:?}");
    answer
}

async fn found(client: &Client, query: &str) -> Vec<String> {
    search(client, query).await.html().texts(".found__text")
}

#[tokio::test]
async fn a_phrase_of_two_characters_and_a_latin_word_are_found_and_marked() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&teacher, "明天讲**行列式**的展开").await;
    room.said(&teacher, "行与列的公式").await;
    room.said(&student, "Rust 的 ownership 怎么理解？").await;
    let answer = search(&student, "q=行列").await.html();
    assert_eq!(answer.texts(".found__text"), ["明天讲行列式的展开"]);
    assert_eq!(answer.text("mark"), "行列");
    assert_eq!(found(&student, "q=OWNER").await.len(), 1);
    assert_eq!(found(&student, "q=式").await.len(), 2);
    assert!(found(&student, "q=不存在").await.is_empty());
    assert!(found(&student, "q=%25").await.is_empty());
    app.finish().await;
}

#[tokio::test]
async fn a_hit_leads_to_the_message_among_its_neighbours() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    room.said(&teacher, "针").await;
    for straw in 0..5 {
        room.said(&teacher, &format!("稻草 {straw}")).await;
    }
    let hit = search(&teacher, "q=针").await.html();
    let link = hit.attribute(".found__message", "href");
    let (page, anchor) = link.split_once('#').expect("an anchor");
    let context = teacher.get(page).await.html();
    assert!(context.has(&format!("[id='{anchor}']")));
    app.finish().await;
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_read_now() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&teacher, "canary 行列式").await;
    for outsider in [app.other_student().await, app.other_teacher().await] {
        assert!(found(&outsider, "q=行列式").await.is_empty());
        let named = format!("q=行列式&room={}", room.id);
        assert!(found(&outsider, &named).await.is_empty());
    }
    assert_eq!(app.anonymous().get("/chat/search?q=x").await.status(), 303);
    assert_eq!(found(&student, "q=行列式").await.len(), 1);
    app.execute(&format!(
        "UPDATE chat_room_members SET is_active = false WHERE user_id = {}",
        app.id_of(Person::Xiaoming)
    ));
    assert!(
        found(&student, "q=行列式").await.is_empty(),
        "left the room"
    );
    let deletion = format!("{}/messages/{id}/deletion", room.path);
    teacher.post_htmx(&deletion, &[]).await;
    assert!(found(&teacher, "q=行列式").await.is_empty(), "deleted");
    let left = "SELECT count(*) AS n FROM messages WHERE search IS NOT NULL";
    assert_eq!(app.count(left), 0, "not even its words are kept");
    app.finish().await;
}

#[tokio::test]
async fn an_edit_is_found_by_what_it_says_now_and_filters_narrow() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&teacher, "期中考试在周一").await;
    let path = format!("{}/messages/{id}", room.path);
    teacher
        .post_htmx(&path, &[("content", "期中考试在周二")])
        .await;
    assert!(found(&student, "q=周一").await.is_empty());
    assert_eq!(found(&student, "q=周二").await, ["期中考试在周二"]);
    for (filter, hits) in [
        ("from=王", 1),
        ("from=小明", 0),
        ("since=2020-01-01", 1),
        ("since=2999-01-01", 0),
        ("until=2020-01-01", 0),
        ("until=nonsense", 1),
        ("has=file", 0),
        ("room=0", 0),
    ] {
        let found = found(&student, &format!("q=考试&{filter}")).await;
        assert_eq!(found.len(), hits, "{filter}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_file_is_found_by_its_name() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    let form = reqwest::multipart::Form::new()
        .text("content", "见附件")
        .part(
            "file",
            reqwest::multipart::Part::bytes(b"a,b".to_vec()).file_name("期末复习提纲.csv"),
        );
    let sent = teacher
        .upload(&format!("{}/messages", room.path), form)
        .await;
    assert!(sent.status() < 400, "{sent:?}");
    let hit = search(&teacher, "q=复习提纲&has=file").await.html();
    assert_eq!(hit.count(".found__message"), 1);
    assert!(hit.text(".found__files mark").contains("复习提纲"));
    app.finish().await;
}

#[tokio::test]
async fn messages_from_before_the_search_are_indexed_by_the_job() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    room.said(&teacher, "老消息也要找得到").await;
    app.execute("UPDATE messages SET search = NULL");
    assert!(found(&teacher, "q=老消息").await.is_empty());
    enqueue(&mut app.database(), &IndexMessages::default()).expect("it is enqueued");
    app.jobs_done().await;
    assert_eq!(found(&teacher, "q=老消息").await.len(), 1);
    app.finish().await;
}
