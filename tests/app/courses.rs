//! The catalogue, the page of a course, enrolling and leaving (rows Z1, Z8, I3, R7).

mod analytics;
mod categories;
pub mod certificates;
mod completion;
mod copying;
mod finding;
mod locks;
mod news;
mod pictures;
pub mod plans;
mod related;
mod replays;
mod seats;

use lectern::courses::reindex;

use crate::support::{Client, Document, Person, TestApp};

/// The titles in the catalogue at this address.
pub async fn found(client: &Client, path: &str) -> Vec<String> {
    let answer = client.get(path).await;
    assert_eq!(answer.status(), 200, "{answer:?}");
    titles(&answer.html())
}

fn titles(page: &Document) -> Vec<String> {
    page.texts(".course-card__title")
}

/// Forgets what is remembered of the catalogue, as its writers do.
fn changed(app: &TestApp, sql: &str) {
    app.execute(sql);
    lectern::courses::forget_catalogue(app.app());
}

fn index_all(app: &TestApp) {
    let mut conn = app.database();
    for id in [app.cast.course, app.cast.foreign_course, app.cast.draft] {
        reindex(&mut conn, id).expect("the words are written");
    }
}

#[tokio::test]
async fn a_draft_is_in_no_list_and_no_search_and_its_page_is_for_its_staff_alone() {
    let app = TestApp::start().await;
    index_all(&app);
    let draft = format!("/courses/{}", app.cast.draft);
    for path in ["/courses", "/courses?q=草稿", "/courses?sort=popular"] {
        assert!(
            !found(&app.teacher().await, path)
                .await
                .contains(&"草稿课程".into())
        );
    }
    for client in [
        app.anonymous(),
        app.student().await,
        app.other_teacher().await,
        app.assistant().await,
    ] {
        let hidden = client.get(&draft).await;
        let missing = client.get("/courses/987654").await;
        assert_eq!((hidden.status(), missing.status()), (404, 404));
        assert_eq!(
            client.get(&format!("{draft}/cover.svg")).await.status(),
            404
        );
    }
    for client in [app.teacher().await, app.admin().await] {
        assert_eq!(client.get(&draft).await.html().text("h1"), "草稿课程");
    }
    app.finish().await;
}

#[tokio::test]
async fn an_archived_course_stays_with_its_staff_and_learners() {
    let app = TestApp::start().await;
    changed(
        &app,
        "UPDATE courses SET status = 'archived' WHERE title = '线性代数'",
    );
    let course = format!("/courses/{}", app.cast.course);
    assert!(
        !found(&app.anonymous(), "/courses")
            .await
            .contains(&"线性代数".into())
    );
    for client in [
        app.anonymous(),
        app.other_student().await,
        app.other_teacher().await,
    ] {
        assert_eq!(client.get(&course).await.status(), 404);
    }
    for client in [
        app.student().await,
        app.assistant().await,
        app.teacher().await,
    ] {
        assert_eq!(client.get(&course).await.status(), 200);
    }
    app.finish().await;
}

#[tokio::test]
async fn the_catalogue_is_narrowed_by_what_the_address_says() {
    let app = TestApp::start().await;
    changed(
        &app,
        "UPDATE courses SET language = 'en', level = 'advanced' WHERE title = 'Foreign course'",
    );
    let visitor = app.anonymous();
    assert_eq!(found(&visitor, "/courses").await.len(), 2);
    for path in [
        "/courses?language=en",
        "/courses?level=advanced",
        "/courses?q=foreign",
    ] {
        assert_eq!(found(&visitor, path).await, ["Foreign course"], "{path}");
    }
    assert_eq!(
        found(&visitor, "/courses?language=zh&level=beginner").await,
        ["线性代数"]
    );
    let none = visitor
        .get("/courses?language=zh&level=advanced")
        .await
        .html();
    assert!(none.has(".empty") && none.has(".empty a[href='/courses']"));
    assert_eq!(
        found(&visitor, "/courses?sort=popular").await[0],
        "线性代数"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_category_lists_the_courses_of_all_below_it_and_shows_the_way_up() {
    let app = TestApp::start().await;
    changed(
        &app,
        "WITH below AS (INSERT INTO categories (name, name_en, parent_id) SELECT '代数', 'Algebra', id FROM categories RETURNING id),
              lowest AS (INSERT INTO categories (name, name_en) VALUES ('音乐', 'Music') RETURNING id)
         UPDATE courses SET category_id = CASE title WHEN '线性代数' THEN (SELECT id FROM below) ELSE (SELECT id FROM lowest) END
         WHERE status = 'published'",
    );
    let visitor = app.anonymous();
    let id = |name: &str| {
        app.count(&format!(
            "SELECT id AS n FROM categories WHERE name = '{name}'"
        ))
    };
    let parent = format!("/courses?category={}", id("数学"));
    assert_eq!(found(&visitor, &parent).await, ["线性代数"]);
    let child = visitor
        .get(&format!("/courses?category={}", id("代数")))
        .await
        .html();
    assert_eq!(titles(&child), ["线性代数"]);
    assert_eq!(child.texts(".breadcrumb a"), ["课程", "数学", "代数"]);
    assert_eq!(child.attributes(".breadcrumb a", "href")[1], parent);
    app.finish().await;
}

#[tokio::test]
async fn search_finds_titles_summaries_descriptions_and_lessons_in_both_languages() {
    let app = TestApp::start().await;
    app.execute("UPDATE courses SET description = '从向量空间讲起' WHERE title = '线性代数'");
    app.execute(
        "UPDATE courses SET description = 'About Haskell & C++' WHERE title = 'Foreign course'",
    );
    index_all(&app);
    let visitor = app.anonymous();
    for typed in [
        "线性",
        "线性代数",
        "向量空间",
        "矩阵",
        "数",
        "线性 矩阵",
        "简介 代数",
    ] {
        assert!(
            found(&visitor, &format!("/courses?q={typed}"))
                .await
                .contains(&"线性代数".into()),
            "{typed}"
        );
    }
    for typed in ["FOREIGN", "haskell", "hask", "c%2B%2B", "lesson"] {
        let found = found(&visitor, &format!("/courses?q={typed}")).await;
        assert_eq!(found, ["Foreign course"], "{typed}");
    }
    app.finish().await;
}

#[tokio::test]
async fn search_takes_nothing_as_an_operator_or_wildcard() {
    let app = TestApp::start().await;
    index_all(&app);
    let visitor = app.anonymous();
    for typed in [
        "%25",
        "_",
        "\\",
        "'",
        "%27%20OR%201%3D1",
        "a%20%7C%20b",
        "!!!",
        "空间向量线性代数矩阵",
    ] {
        let found = found(&visitor, &format!("/courses?q={typed}")).await;
        assert!(found.is_empty(), "{typed}: {found:?}");
    }
    // Pairs of characters that stand apart are no match for the run that was typed.
    app.execute("UPDATE courses SET description = '向量，量子，子空间' WHERE title = '线性代数'");
    index_all(&app);
    assert!(found(&visitor, "/courses?q=向量子空").await.is_empty());
    app.finish().await;
}

#[tokio::test]
async fn pages_of_the_catalogue_follow_one_another_without_gap_or_repetition() {
    let app = TestApp::start().await;
    changed(
        &app,
        "INSERT INTO courses (title, teacher_id, category_id, status, published_at)
         SELECT 'Course ' || n, (SELECT id FROM users WHERE username = 'li'), (SELECT id FROM categories),
             'published', now() - (n / 2) * interval '1 minute' FROM generate_series(1, 60) n",
    );
    let visitor = app.anonymous();
    for sort in ["newest", "popular"] {
        let mut seen = Vec::new();
        let mut address = format!("/courses?sort={sort}");
        let mut back = String::new();
        for _ in 0..3 {
            let page = visitor.get(&address).await.html();
            seen.extend(titles(&page));
            back = page.attributes("a[rel=prev]", "href").concat();
            address = page.attributes("a[rel=next]", "href").concat();
        }
        assert!(address.is_empty(), "the third page is the last");
        let mut distinct = seen.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!((seen.len(), distinct.len()), (62, 62));
        assert_eq!(found(&visitor, &back).await, seen[24..48]);
    }
    app.finish().await;
}

#[tokio::test]
async fn htmx_gets_the_list_alone() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let request = visitor.request(reqwest::Method::GET, "/courses?q=线性");
    let answer = visitor.send(request.header("HX-Request", "true")).await;
    let text = answer.text();
    assert!(text.contains("id=\"catalogue\"") && !text.contains("<body"));
    assert!(answer.header("vary").to_lowercase().contains("hx-request"));
    app.finish().await;
}

#[tokio::test]
async fn a_course_without_a_cover_has_one_drawn_with_its_title_as_text() {
    let app = TestApp::start().await;
    changed(
        &app,
        "UPDATE courses SET title = '<script>alert(1)</script>' WHERE title = 'Foreign course'",
    );
    let visitor = app.anonymous();
    let address = visitor
        .get("/courses")
        .await
        .html()
        .attributes(".course-card img", "src");
    let cover = visitor.get(&address[0]).await;
    assert_eq!(cover.header("content-type"), "image/svg+xml");
    assert!(cover.header("cache-control").contains("max-age"));
    for address in address {
        let text = visitor.get(&address).await.text();
        assert!(
            text.starts_with("<svg") && !text.contains("<script"),
            "{text}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn a_student_enrols_through_the_button_and_leaves_again() {
    let app = TestApp::start().await;
    let (student, course) = (
        app.other_student().await,
        format!("/courses/{}", app.cast.course),
    );
    let lesson = format!("{course}/lessons/{}", app.cast.lesson);
    assert_eq!(student.get(&lesson).await.status(), 404, "before enrolling");
    let form = student
        .get(&course)
        .await
        .html()
        .form("form[action$='/enrolment']");
    let page = student.follow(&student.submit(&form).await).await.html();
    assert!(page.has(".notice--success") && page.has(&format!("a[href='{lesson}']")));
    assert_eq!(student.get(&lesson).await.status(), 200);
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'course.enrolled'";
    assert_eq!(app.count(told), 1);
    let form = page.form("form[action$='/enrolment/end']");
    student.follow(&student.submit(&form).await).await;
    assert_eq!(student.get(&lesson).await.status(), 404, "after leaving");
    let id = app.cast.course;
    let enrolled = format!("SELECT enrolled_count::bigint AS n FROM courses WHERE id = {id}");
    assert_eq!(app.count(&enrolled), 1, "小明 alone is left");
    app.finish().await;
}

#[tokio::test]
async fn fifty_enrolments_at_once_are_one() {
    let app = TestApp::start().await;
    let (student, path) = (
        app.other_student().await,
        format!("/courses/{}/enrolment", app.cast.course),
    );
    let posts = (0..50).map(|_| student.post(&path, &[]));
    for answer in futures_util::future::join_all(posts).await {
        assert!(matches!(answer.status(), 303 | 503), "{answer:?}");
    }
    let person = app.id_of(Person::Xiaohong);
    for (what, sql) in [
        (
            "rows",
            format!("SELECT count(*) AS n FROM enrollments WHERE user_id = {person}"),
        ),
        (
            "notifications",
            format!("SELECT count(*) AS n FROM notifications WHERE user_id = {person}"),
        ),
        (
            "count",
            format!(
                "SELECT enrolled_count - 1 AS n FROM (SELECT enrolled_count::bigint FROM courses WHERE id = {}) c",
                app.cast.course
            ),
        ),
    ] {
        assert_eq!(app.count(&sql), 1, "{what}");
    }
    app.finish().await;
}

#[tokio::test]
async fn nobody_enrols_in_what_costs_is_closed_or_unseen() {
    let app = TestApp::start().await;
    app.execute("UPDATE courses SET price_minor = 19900 WHERE title = 'Foreign course'");
    let student = app.other_student().await;
    let page = student
        .get(&format!("/courses/{}", app.cast.foreign_course))
        .await
        .html();
    assert!(!page.has("form[action$='/enrolment']"));
    for (course, status) in [
        (app.cast.foreign_course, 409),
        (app.cast.draft, 404),
        (987_654, 404),
    ] {
        let answer = student
            .post(&format!("/courses/{course}/enrolment"), &[])
            .await;
        assert_eq!(answer.status(), status);
    }
    app.execute(
        "UPDATE courses SET price_minor = 0, status = 'archived' WHERE title = 'Foreign course'",
    );
    let path = format!("/courses/{}/enrolment", app.cast.foreign_course);
    assert_eq!(student.post(&path, &[]).await.status(), 404);
    let guest = app.anonymous().post(&path, &[]).await;
    assert!(guest.location().starts_with("/login"));
    assert_eq!(app.count("SELECT count(*) AS n FROM enrollments"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_guest_is_sent_to_sign_in_and_back() {
    let app = TestApp::start().await;
    let course = format!("/courses/{}", app.cast.course);
    let page = app.anonymous().get(&course).await.html();
    assert_eq!(
        page.attribute(".course-hero__act a", "href"),
        format!("/login?next={course}")
    );
    app.finish().await;
}

/// The tables that courses are made of.
const TABLES: [&str; 7] = [
    "courses",
    "course_staff",
    "categories",
    "sections",
    "lessons",
    "enrollments",
    "progress",
];

/// How many statements this request costs.
async fn cost(app: &TestApp, client: &Client, path: &str) -> usize {
    let before = app.queries_about(&TABLES);
    assert_eq!(client.get(path).await.status(), 200, "{path}");
    app.queries_about(&TABLES) - before
}

#[tokio::test]
async fn a_course_page_costs_its_viewer_one_query() {
    let app = TestApp::start().await;
    let course = format!("/courses/{}", app.cast.course);
    for client in [app.anonymous(), app.student().await, app.teacher().await] {
        cost(&app, &client, &course).await;
        assert_eq!(cost(&app, &client, &course).await, 1);
    }
    let client = app.student().await;
    app.execute("UPDATE lessons SET title = '新的题目' WHERE title = '矩阵'");
    let page = client.get(&course).await;
    assert!(
        page.text().contains("新的题目"),
        "another version is shown at once"
    );
    app.finish().await;
}

#[tokio::test]
async fn lists_cost_the_same_however_long_they_are() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let lesson = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson);
    let paths = ["/courses?sort=popular", "/learning", &lesson];
    let mut before = Vec::new();
    for path in paths {
        before.push(cost(&app, &student, path).await);
    }
    changed(
        &app,
        "WITH more AS (
             INSERT INTO courses (title, teacher_id, category_id, status, published_at)
             SELECT 'Course ' || n, (SELECT id FROM users WHERE username = 'li'), (SELECT id FROM categories), 'published', now()
             FROM generate_series(1, 20) n RETURNING id),
         taken AS (INSERT INTO enrollments (user_id, course_id) SELECT u.id, more.id FROM users u, more WHERE username = 'xiaoming')
         INSERT INTO lessons (course_id, section_id, title, kind, \"order\")
         SELECT course_id, id, 'Lesson ' || n, 'text', 100 + n FROM sections, generate_series(1, 50) n",
    );
    for (path, before) in paths.into_iter().zip(before) {
        assert!(cost(&app, &student, path).await <= before, "{path}");
    }
    assert_eq!(
        cost(&app, &app.anonymous(), "/courses?sort=popular").await,
        0,
        "somebody has seen it just now"
    );
    app.finish().await;
}
