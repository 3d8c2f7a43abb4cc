//! Sections and lessons in their order.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Integer, Text};

use super::add_lesson;
use crate::support::{Client, TestApp};

/// The course of the cast: each section with its lessons, as "第一章: 导言 矩阵". Fails if an order has a gap.
fn outline(app: &TestApp) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        line: String,
        #[diesel(sql_type = Integer)]
        place: i32,
    }
    let course = app.cast.course;
    let dense = format!(
        "SELECT count(*) AS n FROM (SELECT \"order\", row_number() OVER (ORDER BY \"order\") AS place
         FROM lessons WHERE course_id = {course}) AS numbered WHERE \"order\" <> place"
    );
    assert_eq!(app.count(&dense), 0, "lessons are numbered without a gap");
    let rows: Vec<Row> = sql_query(format!(
        "SELECT s.title || coalesce(': ' || string_agg(l.title, ' ' ORDER BY l.\"order\"), '') AS line, s.\"order\" AS place
         FROM sections s LEFT JOIN lessons l ON l.section_id = s.id WHERE s.course_id = {course}
         GROUP BY s.id ORDER BY s.\"order\""
    ))
    .load(&mut app.database())
    .expect("the outline");
    let places: Vec<i32> = rows.iter().map(|row| row.place).collect();
    assert_eq!(places, (1..=rows.len() as i32).collect::<Vec<_>>());
    rows.into_iter().map(|row| row.line).collect()
}

fn section(app: &TestApp, title: &str) -> i64 {
    app.count(&format!(
        "SELECT id AS n FROM sections WHERE title = '{title}' AND course_id = {}",
        app.cast.course
    ))
}

async fn add_section(teacher: &Client, app: &TestApp, title: &str) -> i64 {
    let sections = format!("/courses/{}/sections", app.cast.course);
    let added = teacher.post(&sections, &[("title", title)]).await;
    assert_eq!(added.status(), 303, "{added:?}");
    section(app, title)
}

#[tokio::test]
async fn lessons_and_sections_move_by_buttons_and_by_dragging() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let second = add_section(&teacher, &app, "第二章").await;
    add_lesson(&teacher, course, &second.to_string(), "text", "行列式").await;
    let first = section(&app, "第一章");
    add_lesson(&teacher, course, &first.to_string(), "text", "向量").await;
    assert_eq!(outline(&app), ["第一章: 导言 矩阵 向量", "第二章: 行列式"]);

    let lesson = format!("/courses/{course}/lessons/{}/position", app.cast.lesson);
    let moved = teacher.post(&lesson, &[("direction", "down")]).await;
    assert_eq!(
        (moved.status(), moved.location()),
        (303, format!("/courses/{course}/outline").as_str())
    );
    teacher.post(&lesson, &[("direction", "down")]).await;
    assert_eq!(outline(&app), ["第一章: 导言 向量", "第二章: 矩阵 行列式"]);
    teacher.post(&lesson, &[("direction", "up")]).await;
    assert_eq!(outline(&app), ["第一章: 导言 向量 矩阵", "第二章: 行列式"]);

    let place = [("section_id", second.to_string()), ("place", "2".into())];
    let place = [
        ("section_id", place[0].1.as_str()),
        ("place", place[1].1.as_str()),
    ];
    let dragged = teacher.post_htmx(&lesson, &place).await;
    assert_eq!(dragged.status(), 200, "htmx gets the outline anew");
    assert!(dragged.html().has("#outline") && !dragged.html().has("h1"));
    assert_eq!(outline(&app), ["第一章: 导言 向量", "第二章: 行列式 矩阵"]);

    let section = format!("/courses/{course}/sections/{second}/position");
    teacher.post(&section, &[("direction", "up")]).await;
    assert_eq!(outline(&app), ["第二章: 行列式 矩阵", "第一章: 导言 向量"]);
    app.finish().await;
}

#[tokio::test]
async fn moves_at_the_same_time_leave_no_gap() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let second = add_section(&teacher, &app, "第二章").await.to_string();
    for title in ["甲", "乙", "丙"] {
        add_lesson(&teacher, course, &second, "text", title).await;
    }
    let moves = (0..12).map(|turn| {
        let lesson = [app.cast.lesson, app.cast.preview][turn % 2];
        let direction = ["down", "down", "up"][turn % 3];
        let teacher = teacher.clone();
        async move {
            let path = format!("/courses/{course}/lessons/{lesson}/position");
            teacher
                .post(&path, &[("direction", direction)])
                .await
                .status()
        }
    });
    let statuses = futures_util::future::join_all(moves).await;
    assert!(statuses.iter().all(|status| *status == 303), "{statuses:?}");
    assert_eq!(outline(&app).len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn titles_change_in_place_and_an_empty_one_is_refused_beside_its_field() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let first = section(&app, "第一章");
    let rename = format!("/courses/{course}/sections/{first}/title");
    teacher.post(&rename, &[("title", " 第一讲 ")]).await;
    let rename_lesson = format!("/courses/{course}/lessons/{}/title", app.cast.lesson);
    teacher.post(&rename_lesson, &[("title", "矩阵初步")]).await;
    assert_eq!(outline(&app), ["第一讲: 导言 矩阵初步"]);

    let long = "长".repeat(121);
    for answer in [
        teacher.post(&rename, &[("title", &long)]).await,
        teacher.post_htmx(&rename, &[("title", &long)]).await,
    ] {
        assert_eq!(answer.status(), 422);
        let page = answer.html();
        assert!(page.has(&format!("#section-{first}-title[aria-invalid=true]")));
        assert_eq!(
            page.attribute(&format!("#section-{first}-title"), "value"),
            long
        );
    }
    let empty = format!("/courses/{course}/lessons");
    let fields = [
        ("title", " "),
        ("kind", "document"),
        ("section_id", &first.to_string()),
    ];
    let refused = teacher.post(&empty, &fields).await;
    assert_eq!(refused.status(), 422);
    let chosen = format!("#lesson-new-{first} option[selected]");
    assert_eq!(refused.html().attribute(&chosen, "value"), "document");
    let unknown = [
        ("title", "回放"),
        ("kind", "replay"),
        ("section_id", &first.to_string()),
    ];
    assert_eq!(teacher.post(&empty, &unknown).await.status(), 422);
    app.finish().await;
}

#[tokio::test]
async fn a_section_goes_only_when_it_is_empty_and_a_lesson_only_when_the_box_is_ticked() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let first = section(&app, "第一章");
    let second = add_section(&teacher, &app, "第二章").await;
    let full = format!("/courses/{course}/sections/{first}/deletion");
    let refused = teacher.post(&full, &[]).await;
    assert_eq!(refused.status(), 409);
    assert!(refused.html().has("#outline .notice--error"));
    let lesson = format!("/courses/{course}/lessons/{}/deletion", app.cast.preview);
    assert_eq!(teacher.post(&lesson, &[]).await.status(), 422);
    assert_eq!(outline(&app), ["第一章: 导言 矩阵", "第二章"]);
    assert_eq!(
        teacher.post(&lesson, &[("confirm", "yes")]).await.status(),
        303
    );
    let empty = format!("/courses/{course}/sections/{second}/deletion");
    assert_eq!(teacher.post(&empty, &[]).await.status(), 303);
    assert_eq!(outline(&app), ["第一章: 矩阵"]);
    app.finish().await;
}
