//! The page of a person (row I1): who may see it, and what it shows.

use crate::support::{Person, TestApp};

#[tokio::test]
async fn a_teacher_is_shown_to_everybody_with_their_published_courses() {
    let app = TestApp::start().await;
    app.execute("UPDATE users SET bio = E'教书二十年。\\n<b>爱</b>数学。' WHERE username = 'wang'");
    let page = app
        .anonymous()
        .get(&format!("/people/{}", app.id_of(Person::Wang)))
        .await;
    assert_eq!(page.status(), 200);
    let page = page.html();
    assert_eq!(page.text("h1"), "王老师");
    assert_eq!(
        page.texts(".profile__bio p"),
        ["教书二十年。", "<b>爱</b>数学。"],
        "as text"
    );
    assert_eq!(page.texts(".course-card__title"), ["线性代数"], "no draft");
    let course = app
        .anonymous()
        .get(&format!("/courses/{}", app.cast.course))
        .await
        .html();
    assert!(
        course.has(&format!("a[href='/people/{}']", app.id_of(Person::Wang))),
        "the way there"
    );
    app.finish().await;
}

#[tokio::test]
async fn who_teaches_nothing_is_shown_to_people_who_are_signed_in_and_never_their_address() {
    let app = TestApp::start().await;
    let path = format!("/people/{}", app.id_of(Person::Xiaoming));
    assert_eq!(app.anonymous().get(&path).await.status(), 404);
    for client in [app.other_student().await, app.admin().await] {
        let page = client.get(&path).await;
        assert_eq!(page.status(), 200);
        let page = page.html();
        assert_eq!(page.text("h1"), "小明");
        assert!(!page.text("body").contains("xiaoming@example.org"));
        assert!(!page.has("main a[href='/settings']"));
    }
    let own = app.student().await.get(&path).await.html();
    assert!(own.has("main a[href='/settings']"), "to be edited");
    app.finish().await;
}

#[tokio::test]
async fn who_is_suspended_or_gone_has_no_page() {
    let app = TestApp::start().await;
    let client = app.student().await;
    for (person, change) in [
        (Person::Wang, "is_suspended = true"),
        (Person::Li, "deleted_at = now()"),
    ] {
        let id = app.id_of(person);
        assert_eq!(client.get(&format!("/people/{id}")).await.status(), 200);
        app.execute(&format!("UPDATE users SET {change} WHERE id = {id}"));
        assert_eq!(client.get(&format!("/people/{id}")).await.status(), 404);
    }
    assert_eq!(client.get("/people/999999").await.status(), 404);
    assert_eq!(client.get("/people/x").await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn the_page_asks_the_database_as_often_for_many_courses_as_for_one() {
    let app = TestApp::start().await;
    let path = format!("/people/{}", app.id_of(Person::Wang));
    let asked = async || {
        let before = app.queries_about(&["course_staff"]);
        assert_eq!(app.anonymous().get(&path).await.status(), 200);
        app.queries_about(&["course_staff"]) - before
    };
    let one = asked().await;
    app.execute(
        "INSERT INTO courses (title, summary, description, teacher_id, category_id, status, published_at)
         SELECT 'Course ' || n, '', '', c.teacher_id, c.category_id, 'published', now()
         FROM courses c, generate_series(1, 9) n WHERE c.title = '线性代数'",
    );
    app.execute(
        "INSERT INTO course_staff (course_id, user_id, role) SELECT id, teacher_id, 'owner' FROM courses
         ON CONFLICT DO NOTHING",
    );
    assert_eq!(asked().await, one);
    assert_eq!(
        app.anonymous()
            .get(&path)
            .await
            .html()
            .count(".course-card"),
        10
    );
    app.finish().await;
}
