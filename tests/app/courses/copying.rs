//! Copying a course: all that its staff wrote, nothing that its learners did, and files that neither course loses.

use crate::support::{Client, TestApp};
use crate::teaching::files::{file, picture};

/// Gives the course of the cast a part of every kind, by rows as the abilities write them.
fn fill(app: &TestApp) {
    let course = app.cast.course;
    for sql in [
        "INSERT INTO lessons (course_id, section_id, title, kind, \"order\", is_required, completion_any)
         SELECT course_id, id, given.title, given.kind::lesson_kind, given.n, true, true FROM sections,
             (VALUES ('测一测', 'quiz', 3), ('写一写', 'assignment', 4)) AS given (title, kind, n) WHERE course_id = {course}",
        "INSERT INTO lesson_prerequisites (lesson_id, required_lesson_id, course_id)
         SELECT l.id, r.id, l.course_id FROM lessons l JOIN lessons r USING (course_id)
         WHERE course_id = {course} AND l.title = '测一测' AND r.title = '矩阵'",
        "INSERT INTO completion_rules (lesson_id, condition, threshold)
         SELECT id, 'scored', 60 FROM lessons WHERE course_id = {course} AND title = '测一测'",
        "INSERT INTO lesson_subtitles (lesson_id, language, label, file)
         SELECT id, 'en', 'English', 'WEBVTT' FROM lessons WHERE course_id = {course} AND title = '矩阵'",
        "INSERT INTO grade_categories (course_id, title, weight) VALUES ({course}, '平时', 40)",
        "INSERT INTO grade_items (course_id, category_id, kind, title, max_points, is_posted)
         SELECT {course}, id, given.kind::grade_item_kind, given.title, 10, true FROM grade_categories,
             (VALUES ('quiz', '测一测'), ('assignment', '写一写'), ('manual', '课堂')) AS given (kind, title)",
        "WITH q AS (INSERT INTO questions (course_id, question_text, question_type, current_version)
             VALUES ({course}, '一加一？', 'true_false', 2) RETURNING id)
         INSERT INTO question_versions (question_id, version, content) SELECT id, n, jsonb_build_object('n', n) FROM q, generate_series(1, 2) n",
        "INSERT INTO question_tags (question_id, tag) SELECT id, '易' FROM questions",
        "INSERT INTO quizzes (course_id, lesson_id, title, open_at, close_at, attempts_allowed, grade_item_id)
         SELECT {course}, l.id, l.title, '2026-09-01T00:00Z', '2026-09-08T00:00Z', 3, i.id FROM lessons l, grade_items i
         WHERE l.title = '测一测' AND i.kind = 'quiz'",
        "INSERT INTO quiz_slots (quiz_id, \"order\", points, question_id) SELECT z.id, 1, 5, q.id FROM quizzes z, questions q",
        "INSERT INTO quiz_slots (quiz_id, \"order\", points, draw_count, draw_tag) SELECT id, 2, 5, 1, '易' FROM quizzes",
        "INSERT INTO assignments (course_id, lesson_id, title, due_at, grade_item_id)
         SELECT {course}, l.id, l.title, '2026-09-10T00:00Z', i.id FROM lessons l, grade_items i
         WHERE l.title = '写一写' AND i.kind = 'assignment'",
        "INSERT INTO attempts (quiz_id, user_id, number, max_score) SELECT z.id, u.id, 1, 10 FROM quizzes z, users u WHERE username = 'xiaoming'",
        "INSERT INTO grades (item_id, course_id, user_id, points) SELECT i.id, {course}, u.id, 7 FROM grade_items i, users u WHERE username = 'xiaoming'",
        "UPDATE courses SET seats = 30, gives_certificate = true, price_minor = 9900 WHERE id = {course}",
    ] {
        app.execute(&sql.replace("{course}", &course.to_string()));
    }
}

/// Copies the course of the cast and answers the id of the copy.
async fn copied(app: &TestApp, client: &Client, days: &str) -> i64 {
    let path = format!("/courses/{}/copy", app.cast.course);
    let form = client.get(&path).await.html().form("#copy");
    assert!(
        form.fields
            .contains(&("title".into(), "线性代数 副本".into()))
    );
    let made = client
        .post(&path, &[("title", "线性代数 副本"), ("days", days)])
        .await;
    assert_eq!(made.status(), 303, "{made:?}");
    assert_eq!(client.follow(&made).await.status(), 200);
    app.count("SELECT max(id) AS n FROM courses WHERE title = '线性代数 副本'")
}

#[tokio::test]
async fn a_copy_has_all_that_the_staff_wrote_pointing_at_itself() {
    let app = TestApp::start().await;
    fill(&app);
    let (from, teacher) = (app.cast.course, app.teacher().await);
    let to = copied(&app, &teacher, "").await;
    for table in [
        "sections",
        "lessons",
        "lesson_prerequisites",
        "grade_categories",
        "grade_items",
        "questions",
        "quizzes",
        "assignments",
    ] {
        let of = |course: i64| {
            app.count(&format!(
                "SELECT count(*) AS n FROM {table} WHERE course_id = {course}"
            ))
        };
        assert!(of(to) > 0 && of(to) == of(from), "{table}");
    }
    for (what, sql) in [
        ("a draft of its maker", "SELECT count(*) AS n FROM courses c JOIN course_staff s ON s.course_id = c.id AND s.user_id = c.teacher_id
             WHERE c.id = {to} AND status = 'draft' AND role = 'owner' AND seats = 30 AND gives_certificate AND price_minor = 9900 AND published_at IS NULL"),
        ("a lock", "SELECT count(*) AS n FROM lesson_prerequisites p JOIN lessons l ON l.id = p.lesson_id JOIN lessons r ON r.id = p.required_lesson_id
             WHERE l.course_id = {to} AND r.course_id = {to} AND l.title = '测一测' AND r.title = '矩阵'"),
        ("a rule", "SELECT count(*) AS n FROM completion_rules r JOIN lessons l ON l.id = r.lesson_id WHERE course_id = {to} AND threshold = 60"),
        ("subtitles", "SELECT count(*) AS n FROM lesson_subtitles s JOIN lessons l ON l.id = s.lesson_id WHERE course_id = {to} AND file = 'WEBVTT'"),
        ("the wording of now", "SELECT count(*) AS n FROM question_versions v JOIN questions q ON q.id = v.question_id
             JOIN question_tags t ON t.question_id = q.id WHERE q.course_id = {to} AND content = '{\"n\": 2}'"),
        ("a quiz without dates, with its column", "SELECT count(*) AS n FROM quizzes z JOIN lessons l ON l.id = z.lesson_id JOIN grade_items i ON i.id = z.grade_item_id
             JOIN grade_categories c ON c.id = i.category_id WHERE z.course_id = {to} AND l.course_id = {to} AND i.course_id = {to} AND c.course_id = {to}
             AND attempts_allowed = 3 AND num_nonnulls(open_at, close_at) = 0 AND NOT is_posted"),
        ("its fixed question", "SELECT count(*) AS n FROM quiz_slots s JOIN quizzes z ON z.id = s.quiz_id JOIN questions q ON q.id = s.question_id
             WHERE z.course_id = {to} AND q.course_id = {to} AND points = 5"),
        ("its drawn one", "SELECT count(*) AS n FROM quiz_slots s JOIN quizzes z ON z.id = s.quiz_id WHERE z.course_id = {to} AND draw_tag = '易'"),
        ("an assignment with its column", "SELECT count(*) AS n FROM assignments a JOIN grade_items i ON i.id = a.grade_item_id
             WHERE a.course_id = {to} AND i.course_id = {to} AND a.due_at IS NULL"),
        ("an audit line", "SELECT count(*) AS n FROM audit_log WHERE action = 'course.copy' AND subject_id = '{to}'"),
    ] {
        assert_eq!(app.count(&sql.replace("{to}", &to.to_string())), 1, "{what}");
    }
    app.finish().await;
}

#[tokio::test]
async fn nothing_of_the_learners_goes_into_a_copy_and_nobody_else_sees_it() {
    let app = TestApp::start().await;
    fill(&app);
    let to = copied(&app, &app.teacher().await, "").await;
    for sql in [
        "SELECT count(*) AS n FROM enrollments WHERE course_id = {to}",
        "SELECT enrolled_count::bigint AS n FROM courses WHERE id = {to}",
        "SELECT count(*) AS n FROM progress WHERE course_id = {to}",
        "SELECT count(*) AS n FROM grades WHERE course_id = {to}",
        "SELECT count(*) AS n FROM attempts a JOIN quizzes z ON z.id = a.quiz_id WHERE course_id = {to}",
        "SELECT count(*) - 1 AS n FROM course_staff WHERE course_id = {to}",
    ] {
        assert_eq!(app.count(&sql.replace("{to}", &to.to_string())), 0, "{sql}");
    }
    let copy = format!("/courses/{to}");
    for client in [app.anonymous(), app.student().await, app.assistant().await] {
        assert_eq!(client.get(&copy).await.status(), 404);
    }
    let found = app.anonymous().get("/courses?q=线性").await;
    assert!(!found.text().contains("副本"));
    app.finish().await;
}

#[tokio::test]
async fn dates_move_by_the_days_that_were_asked_for() {
    let app = TestApp::start().await;
    fill(&app);
    let to = copied(&app, &app.teacher().await, "7").await;
    let moved = format!(
        "SELECT count(*) AS n FROM quizzes z JOIN assignments a USING (course_id) WHERE course_id = {to}
         AND z.open_at = '2026-09-08T00:00Z' AND z.close_at = '2026-09-15T00:00Z' AND a.due_at = '2026-09-17T00:00Z'"
    );
    assert_eq!(app.count(&moved), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_wrong_form_copies_nothing_and_only_its_teachers_copy_a_course() {
    let app = TestApp::start().await;
    let path = format!("/courses/{}/copy", app.cast.course);
    let teacher = app.teacher().await;
    for (title, days, field) in [
        ("", "", "title"),
        ("x", "bald", "days"),
        ("x", "99999", "days"),
    ] {
        let refused = teacher
            .post(&path, &[("title", title), ("days", days)])
            .await;
        assert_eq!(refused.status(), 422);
        let page = refused.html();
        assert!(page.has(&format!("#{field}-error")));
        assert_eq!(page.attribute("#days", "value"), days);
    }
    let form = [("title", "x"), ("days", "")];
    assert_eq!(
        app.other_teacher().await.post(&path, &form).await.status(),
        404
    );
    for client in [app.assistant().await, app.student().await] {
        assert!([403, 404].contains(&client.post(&path, &form).await.status()));
        assert!([403, 404].contains(&client.get(&path).await.status()));
    }
    app.execute("INSERT INTO course_staff (course_id, user_id, role) SELECT c.id, u.id, 'teacher' FROM courses c, users u
        WHERE title = '线性代数' AND username = 'xiaohong'");
    assert_eq!(
        app.other_student().await.post(&path, &form).await.status(),
        403,
        "may open no course of their own"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM courses"), 3);
    app.finish().await;
}

#[tokio::test]
async fn a_shared_file_stays_until_the_last_course_lets_go_of_it() {
    let app = TestApp::start().await;
    let (course, teacher) = (app.cast.course, app.teacher().await);
    let set = teacher
        .upload(
            &format!("/courses/{course}/cover"),
            file(picture(), "x.png"),
        )
        .await;
    assert_eq!(set.status(), 303, "{set:?}");
    let to = copied(&app, &teacher, "").await;
    let files = "SELECT count(*) AS n FROM media";
    assert_eq!(app.count(files), 1, "shared, not stored twice");
    teacher
        .post(&format!("/courses/{course}/cover/removal"), &[])
        .await;
    assert_eq!(app.count(files), 1);
    let cover = teacher
        .get(&format!("/courses/{to}"))
        .await
        .html()
        .attribute(".course-hero img", "src");
    assert!(cover.starts_with("/media/"));
    assert_eq!(teacher.get(&cover).await.status(), 200);
    let gone = teacher
        .post(&format!("/courses/{to}/deletion"), &[("confirm", "yes")])
        .await;
    assert_eq!(gone.status(), 303);
    assert_eq!(app.count(files), 0);
    app.finish().await;
}
