//! What messages are found by: words before pairs of characters, whatever release wrote them.

use std::time::Duration;

use lectern::chat::{IndexMessages, run_archive};
use lectern::jobs::Job;

use super::Room;
use super::archive::fill;
use crate::support::{Client, Document, TestApp, files_below};

async fn search(client: &Client, typed: &str) -> Document {
    let answer = client.get(&format!("/chat/search?q={typed}")).await;
    assert_eq!(answer.status(), 200, "{answer:?}");
    answer.html()
}

async fn found(client: &Client, typed: &str) -> Vec<String> {
    search(client, typed).await.texts(".found__text")
}

async fn index(app: &TestApp) {
    let job = IndexMessages::default();
    job.run(app.app()).await.expect("all are indexed");
}

/// As a release wrote them that knew no words.
fn age(app: &TestApp, table: &str) {
    app.execute(&format!(
        "UPDATE {table} SET search = (SELECT array_to_tsvector(array_agg(w)) FROM unnest(tsvector_to_array(search)) w WHERE w NOT LIKE '=%')"
    ));
}

const AS_A_WORD: &str = "她昨天穿了一件很漂亮的和服去参加毕业典礼，大家都夸好看";

#[tokio::test]
async fn what_is_a_word_in_a_message_comes_before_what_only_stands_in_it() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&teacher, AS_A_WORD).await;
    app.execute("UPDATE messages SET created_at = created_at - interval '20 days'");
    room.said(&teacher, "its owner").await;
    room.said(&student, "商品和服务").await;
    room.said(&student, "ownership").await;
    room.said(&student, "和平服务").await;
    assert_eq!(
        found(&student, "和服").await,
        [AS_A_WORD, "商品和服务"],
        "older and longer, yet it is about it; and both are found"
    );
    let owner = found(&student, "owner").await;
    assert_eq!(owner, ["its owner", "ownership"]);
    room.said(&teacher, "线性的性代与代数").await;
    assert!(found(&student, "线性代数").await.is_empty(), "no phrase");
    room.said(&teacher, "明天讲线性代数").await;
    assert_eq!(found(&student, "线性代数").await, ["明天讲线性代数"]);
    app.finish().await;
}

#[tokio::test]
async fn a_single_letter_or_digit_finds_what_has_it_as_a_word_and_that_is_said() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    for words in ["第 1 题", "第 12 题", "C 语言", "cargo"] {
        room.said(&student, words).await;
    }
    for (typed, hits, is_said) in [
        ("1", vec!["第 1 题"], true),
        ("12", vec!["第 12 题"], false),
        ("c", vec!["C 语言"], true),
        ("ca", vec!["cargo"], false),
        ("题", vec!["第 12 题", "第 1 题"], false),
        ("z", vec![], true),
    ] {
        let page = search(&student, typed).await;
        assert_eq!(page.texts(".found__text"), hits, "{typed}");
        assert_eq!(page.has("#single-letter"), is_said, "{typed}");
    }
    app.finish().await;
}

#[tokio::test]
async fn messages_of_an_older_release_are_found_at_once_and_rank_by_words_after_the_job() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&teacher, AS_A_WORD).await;
    app.execute("UPDATE messages SET created_at = created_at - interval '20 days'");
    room.said(&student, "商品和服务").await;
    age(&app, "messages");
    let by_pairs = ["商品和服务", AS_A_WORD];
    assert_eq!(
        found(&student, "和服").await,
        by_pairs,
        "not lost meanwhile"
    );
    index(&app).await;
    assert_eq!(found(&student, "和服").await, [AS_A_WORD, "商品和服务"]);
    let outdated = "SELECT count(*) AS n FROM messages WHERE deleted_at IS NULL AND (search @@ '''=v2'''::tsquery) IS NOT TRUE";
    assert_eq!(app.count(outdated), 0);
    let gone = room.said(&teacher, "和服已删").await;
    let deletion = format!("{}/messages/{gone}/deletion", room.path);
    teacher.post_htmx(&deletion, &[]).await;
    let version = "SELECT sum(xmin::text::bigint)::bigint AS n FROM messages";
    let before = app.count(version);
    index(&app).await;
    assert_eq!(app.count(version), before, "what is done is not done again");
    assert_eq!(
        found(&student, "和服").await.len(),
        2,
        "nor what is deleted"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_archive_is_indexed_anew_from_its_objects_and_waits_while_they_are_away() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&teacher, AS_A_WORD).await;
    room.said(&student, "商品和服务").await;
    let gone = room.said(&teacher, "和服已删").await;
    let deletion = format!("{}/messages/{gone}/deletion", room.path);
    teacher.post_htmx(&deletion, &[]).await;
    fill(&app, &room, 100);
    index(&app).await;
    let moved = run_archive(app.app(), Duration::ZERO).await;
    assert_eq!(moved.expect("the store is there").messages, 3);
    age(&app, "archived_messages");
    assert_eq!(found(&student, "和服").await, ["商品和服务", AS_A_WORD]);
    let object = files_below(&app.data().join("storage/archive")).remove(0);
    let aside = object.with_extension("aside");
    std::fs::rename(&object, &aside).expect("it is away");
    index(&app).await;
    let words = "SELECT count(*) AS n FROM archived_messages WHERE search @@ '''=和服'''::tsquery";
    assert_eq!(app.count(words), 0);
    std::fs::rename(&aside, &object).expect("it is back");
    index(&app).await;
    assert_eq!(
        app.count(words),
        1,
        "one has the word; the deleted one has none"
    );
    assert_eq!(found(&student, "和服").await, [AS_A_WORD, "商品和服务"]);
    app.finish().await;
}
