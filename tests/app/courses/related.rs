//! What the page of a course offers besides.

use crate::courses::changed;
use crate::support::TestApp;

#[tokio::test]
async fn a_course_shows_what_lies_near_it_and_never_a_draft() {
    let app = TestApp::start().await;
    let (visitor, course) = (app.anonymous(), format!("/courses/{}", app.cast.course));
    let related = || async {
        visitor
            .get(&course)
            .await
            .html()
            .texts("#related .course-card__title")
    };
    assert_eq!(
        related().await,
        ["Foreign course"],
        "of the same category; the draft beside it is not there"
    );
    changed(
        &app,
        "WITH music AS (INSERT INTO categories (name, name_en) VALUES ('音乐', 'Music') RETURNING id),
         made AS (INSERT INTO courses (title, teacher_id, category_id, status, published_at)
             SELECT title, (SELECT id FROM users WHERE username = 'li'), music.id, status::course_status, now() FROM music,
                 (VALUES ('同学也在学', 'published'), ('没有关系', 'published'), ('同学的草稿', 'draft')) AS given (title, status)
             RETURNING id, title)
         INSERT INTO enrollments (course_id, user_id) SELECT made.id, u.id FROM made, users u
         WHERE username = 'xiaoming' AND title <> '没有关系'",
    );
    assert_eq!(related().await, ["Foreign course", "同学也在学"]);
    let teacher = app.other_teacher().await;
    let archived = teacher
        .post(
            &format!("/courses/{}/publication", app.cast.foreign_course),
            &[("status", "archived")],
        )
        .await;
    assert_eq!(archived.status(), 303);
    assert_eq!(
        related().await,
        ["同学也在学"],
        "what is taken back is gone at once"
    );
    app.finish().await;
}
