//! The grade book: who may see and change which grade, and what comes of it.

mod exchange;

use crate::support::{Browser, Client, Person, TestApp};

/// A column that is filled by hand, added through the settings; its address.
async fn add_item(app: &TestApp, teacher: &Client, title: &str) -> String {
    let book = format!("/courses/{}/gradebook", app.cast.course);
    let fields = [("title", title), ("max_points", "100"), ("category_id", "")];
    let added = teacher.post(&format!("{book}/items"), &fields).await;
    assert_eq!(added.status(), 303, "{added:?}");
    let id = app.count("SELECT max(id) AS n FROM grade_items");
    format!("{book}/items/{id}")
}

/// Where the grade of this person for the item is.
fn grade_of(app: &TestApp, item: &str, person: Person) -> String {
    format!("{item}/learners/{}", app.id_of(person))
}

async fn give(client: &Client, grade: &str, points: &str, revision: &str) -> u16 {
    let fields = [("points", points), ("revision", revision)];
    client.post(grade, &fields).await.status()
}

#[tokio::test]
async fn a_grade_is_the_learner_s_once_it_is_posted_and_gone_again_when_hidden() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let item = add_item(&app, &teacher, "期中考试").await;
    let other = add_item(&app, &teacher, "课堂表现").await;
    let own = format!("/courses/{}/grades", app.cast.course);
    let fields = [
        ("points", "85.5"),
        ("comment", "canary-comment"),
        ("revision", "0"),
    ];
    let given = teacher
        .post(&grade_of(&app, &item, Person::Xiaoming), &fields)
        .await;
    assert_eq!(given.status(), 303);
    give(
        &teacher,
        &grade_of(&app, &other, Person::Xiaoming),
        "40",
        "0",
    )
    .await;
    let before = student.get(&own).await.text();
    for hidden in ["85.5", "canary-comment", "期中考试"] {
        assert!(!before.contains(hidden), "{hidden} is not posted");
    }
    let post = format!("{item}/posting");
    assert_eq!(
        teacher.post(&post, &[("is_posted", "on")]).await.status(),
        303
    );
    let page = student.get(&own).await;
    assert!(page.text().contains("canary-comment"));
    // The other grade, which would pull the total down, is not posted.
    assert_eq!(page.html().texts("#totals dd"), ["85.5%"]);
    assert!(!page.text().contains("课堂表现"));
    assert_eq!(teacher.post(&post, &[]).await.status(), 303);
    assert!(!student.get(&own).await.text().contains("85.5"));
    let noted =
        app.count("SELECT count(*) AS n FROM audit_log WHERE action LIKE 'grade_item.%post'");
    assert_eq!(noted, 2);
    app.finish().await;
}

#[tokio::test]
async fn nobody_but_the_staff_of_the_course_reaches_its_grades() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let item = add_item(&app, &teacher, "期中考试").await;
    let book = format!("/courses/{}/gradebook", app.cast.course);
    let grade = grade_of(&app, &item, Person::Xiaoming);
    let strangers = [
        app.student().await,
        app.other_student().await,
        app.other_teacher().await,
    ];
    for client in &strangers {
        for path in [&book, &item, &grade, &format!("{book}/settings")] {
            assert_eq!(client.get(path).await.status(), 404, "{path}");
        }
        assert_eq!(give(client, &grade, "100", "0").await, 404);
        for path in ["/items", "/categories"] {
            let fields = [("title", "x"), ("weight", "1"), ("max_points", "1")];
            assert_eq!(
                client
                    .post(&format!("{book}{path}"), &fields)
                    .await
                    .status(),
                404
            );
        }
        for path in ["/posting", "/deletion", ""] {
            let fields = [("is_posted", "on"), ("title", "x"), ("max_points", "1")];
            assert_eq!(
                client
                    .post(&format!("{item}{path}"), &fields)
                    .await
                    .status(),
                404
            );
        }
    }
    // Assistants mark, and leave the making of the book to the teachers.
    let assistant = app.assistant().await;
    assert_eq!(assistant.get(&book).await.status(), 200);
    assert_eq!(give(&assistant, &grade, "70", "0").await, 303);
    assert_eq!(
        assistant.get(&format!("{book}/settings")).await.status(),
        404
    );
    assert_eq!(
        assistant
            .post(&format!("{item}/posting"), &[("is_posted", "on")])
            .await
            .status(),
        404
    );
    // The item of this course is in no other, and who does not take the course has no grade in it.
    let foreign = item.replace(
        &format!("/courses/{}/", app.cast.course),
        &format!("/courses/{}/", app.cast.foreign_course),
    );
    let li = app.other_teacher().await;
    assert_eq!(li.get(&foreign).await.status(), 404);
    assert_eq!(
        li.post(&format!("{foreign}/deletion"), &[]).await.status(),
        404
    );
    assert_eq!(
        give(&teacher, &grade_of(&app, &item, Person::Xiaohong), "1", "0").await,
        404
    );
    let own = format!("/courses/{}/grades", app.cast.course);
    assert_eq!(app.other_student().await.get(&own).await.status(), 404);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points = 70"),
        1
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM grades"), 1);
    app.finish().await;
}

#[tokio::test]
async fn the_second_of_two_graders_is_told_what_the_first_has_done() {
    let app = TestApp::start().await;
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let item = add_item(&app, &teacher, "期中考试").await;
    let grade = grade_of(&app, &item, Person::Xiaoming);
    assert_eq!(give(&teacher, &grade, "80", "0").await, 303);
    let late = assistant
        .post(&grade, &[("points", "55"), ("revision", "0")])
        .await;
    assert_eq!(late.status(), 409);
    let page = late.html();
    assert!(page.text("#conflict").contains("王老师"));
    assert!(page.text("#conflict").contains("80"));
    assert_eq!(
        page.attribute("#points", "value"),
        "55",
        "what was typed is kept"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points = 80"),
        1
    );
    // Sending it again, having seen, overwrites; both stand in the history.
    let form = page.form("#grade");
    assert_eq!(assistant.submit(&form).await.status(), 303);
    let history = teacher.get(&grade).await.html();
    assert_eq!(history.count("#history li"), 2);
    app.finish().await;
}

#[tokio::test]
async fn of_fifty_grades_at_once_one_is_kept_and_none_is_lost_unseen() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let item = add_item(&app, &teacher, "期中考试").await;
    let grade = grade_of(&app, &item, Person::Xiaoming);
    let writes = (0..50).map(|points| {
        let (teacher, grade) = (teacher.clone(), grade.clone());
        async move { give(&teacher, &grade, &points.to_string(), "0").await }
    });
    let answers = futures_util::future::join_all(writes).await;
    assert_eq!(
        answers.iter().filter(|status| **status == 303).count(),
        1,
        "{answers:?}"
    );
    assert!(
        answers.iter().all(|status| [303, 409].contains(status)),
        "{answers:?}"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM grades"), 1);
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), 1);
    app.finish().await;
}

#[tokio::test]
async fn the_history_can_be_neither_changed_nor_deleted() {
    use diesel::{RunQueryDsl, sql_query};
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let item = add_item(&app, &teacher, "期中考试").await;
    give(
        &teacher,
        &grade_of(&app, &item, Person::Xiaoming),
        "80",
        "0",
    )
    .await;
    let mut database = app.database();
    for sql in [
        "UPDATE grade_changes SET points_after = 100",
        "DELETE FROM grade_changes",
    ] {
        assert!(sql_query(sql).execute(&mut database).is_err(), "{sql}");
    }
    // The grade goes with its column; what happened to it stays.
    assert_eq!(
        teacher
            .post(&format!("{item}/deletion"), &[])
            .await
            .status(),
        303
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM grades"), 0);
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), 2);
    app.finish().await;
}

#[tokio::test]
async fn weights_dropped_and_excused_grades_make_the_total() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let book = format!("/courses/{}/gradebook", app.cast.course);
    let fields = [("title", "平时"), ("weight", "40"), ("drop_lowest", "1")];
    assert_eq!(
        teacher
            .post(&format!("{book}/categories"), &fields)
            .await
            .status(),
        303
    );
    let category = app
        .count("SELECT id AS n FROM grade_categories")
        .to_string();
    let mut items = Vec::new();
    for (title, points) in [("一", "50"), ("二", "90"), ("三", "100")] {
        let item = add_item(&app, &teacher, title).await;
        let fields = [
            ("title", title),
            ("max_points", "100"),
            ("category_id", category.as_str()),
        ];
        assert_eq!(teacher.post(&item, &fields).await.status(), 303);
        give(
            &teacher,
            &grade_of(&app, &item, Person::Xiaoming),
            points,
            "0",
        )
        .await;
        items.push(item);
    }
    let total = format!("#total-{}", app.id_of(Person::Xiaoming));
    assert_eq!(teacher.get(&book).await.html().text(&total), "95%");
    let excused = [("points", "90"), ("is_excused", "on"), ("revision", "1")];
    let saved = teacher
        .post_htmx(&grade_of(&app, &items[1], Person::Xiaoming), &excused)
        .await;
    assert_eq!(saved.status(), 200);
    assert!(saved.text().contains("100%"), "{saved:?}");
    assert_eq!(teacher.get(&book).await.html().text(&total), "100%");
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_a_grade_is_refused_with_what_was_typed() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let item = add_item(&app, &teacher, "期中考试").await;
    let grade = grade_of(&app, &item, Person::Xiaoming);
    for bad in [
        "-1",
        "101",
        "1e1",
        "1.234",
        "abc",
        "=1+1",
        "NaN",
        "999999999999",
    ] {
        let fields = [("points", bad), ("revision", "0")];
        let answer = teacher.post(&grade, &fields).await;
        assert_eq!(answer.status(), 422, "{bad}");
        assert_eq!(answer.html().attribute("#points", "value"), bad);
        assert!(answer.html().has("#points-error"));
    }
    let book = format!("/courses/{}/gradebook", app.cast.course);
    let fields = [("title", "平时"), ("weight", "-5"), ("drop_lowest", "x")];
    let refused = teacher.post(&format!("{book}/categories"), &fields).await;
    assert_eq!(refused.status(), 422);
    assert_eq!(
        refused
            .html()
            .attribute("#category-new [name=weight]", "value"),
        "-5"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_page_of_many_learners_asks_as_often_as_one_of_few_and_the_next_goes_on() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let item = add_item(&app, &teacher, "期中考试").await;
    let book = format!("/courses/{}/gradebook", app.cast.course);
    let tables = ["grade", "enrollments", "users"];
    teacher.get(&book).await;
    let start = app.queries_about(&tables);
    teacher.get(&book).await;
    let few = app.queries_about(&tables) - start;
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'many' || n, 'many' || n || '@example.org', 'x', '学员' || n FROM generate_series(100, 220) n",
    );
    app.execute(&format!(
        "INSERT INTO enrollments (course_id, user_id) SELECT {}, id FROM users WHERE username LIKE 'many%'",
        app.cast.course
    ));
    app.execute(&format!(
        "INSERT INTO grades (item_id, course_id, user_id, points)
         SELECT {}, {}, id, 60 FROM users WHERE username LIKE 'many%'",
        item.rsplit('/').next().unwrap_or_default(),
        app.cast.course
    ));
    let start = app.queries_about(&tables);
    let mut page = teacher.get(&book).await.html();
    assert_eq!(app.queries_about(&tables) - start, few);
    let mut seen = page.texts("#gradebook tbody th");
    while let Some(next) = page.attributes(".pager [rel=next]", "href").pop() {
        page = teacher.get(&next).await.html();
        seen.extend(page.texts("#gradebook tbody th"));
    }
    assert_eq!(seen.len(), 122);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 122, "nobody twice");
    app.finish().await;
}

#[tokio::test]
async fn a_grade_is_changed_in_place_in_a_browser() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    for title in ["第一次测验", "第二次测验", "期中考试"] {
        add_item(&app, &teacher, title).await;
    }
    let book = format!("/courses/{}/gradebook", app.cast.course);
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Wang).await;
    browser.visit(&book).await;
    browser.click("#gradebook tbody td a").await;
    browser.type_into("#grade-dialog #points", "88").await;
    browser.photograph("gradebook-dialog").await;
    browser.click("#grade-dialog .button--primary").await;
    browser.sees("#gradebook tbody td", "88%").await;
    browser
        .wait_until("return !document.querySelector('#grade-dialog').open")
        .await;
    browser.photograph("gradebook").await;
    browser.visit(&format!("{book}/settings")).await;
    browser.photograph("gradebook-settings").await;
    browser.resize(500, 900).await;
    browser.visit(&book).await;
    browser.photograph("gradebook-narrow").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
    app.finish().await;
}
