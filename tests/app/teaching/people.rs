//! Who may author what, and whom an owner lets in.

use crate::support::{Client, Person, TestApp};
use crate::teaching::files::{file, picture};

/// Every address of authoring below a course: method, path, fields.
fn addresses(course: i64, section: i64, lesson: i64) -> Vec<(&'static str, String)> {
    let below = |path: &str| format!("/courses/{course}{path}");
    let section = |path: &str| below(&format!("/sections/{section}{path}"));
    let lesson = |path: &str| below(&format!("/lessons/{lesson}{path}"));
    vec![
        ("GET", below("/edit")),
        ("POST", below("/edit")),
        ("UPLOAD", below("/cover")),
        ("POST", below("/cover/removal")),
        ("GET", below("/publication")),
        ("POST", below("/publication")),
        ("POST", below("/deletion")),
        ("GET", below("/outline")),
        ("POST", below("/sections")),
        ("POST", section("/title")),
        ("POST", section("/position")),
        ("POST", section("/deletion")),
        ("POST", below("/lessons")),
        ("POST", lesson("/title")),
        ("POST", lesson("/position")),
        ("GET", lesson("/edit")),
        ("POST", lesson("/edit")),
        ("UPLOAD", lesson("/file")),
        ("POST", lesson("/deletion")),
        ("POST", below("/seats")),
        ("POST", below("/owner")),
        ("POST", below("/staff")),
        ("POST", below("/staff/1/deletion")),
    ]
}

/// Fields that all of these forms would take.
const FIELDS: [(&str, &str); 11] = [
    ("seats", "9"),
    ("owner", "li"),
    ("title", "改过的"),
    ("body", "改过的"),
    ("confirm", "yes"),
    ("status", "archived"),
    ("direction", "up"),
    ("username", "xiaohong"),
    ("role", "teacher"),
    ("kind", "text"),
    ("section_id", "1"),
];

async fn ask(client: &Client, method: &str, path: &str) -> u16 {
    match method {
        "GET" => client.get(path).await.status(),
        "UPLOAD" => client.upload(path, file(picture(), "x.png")).await.status(),
        _ => client.post(path, &FIELDS).await.status(),
    }
}

#[tokio::test]
async fn nobody_but_its_teachers_reaches_a_course_s_forms() {
    let app = TestApp::start().await;
    let of = |course: i64| format!("SELECT min(id) AS n FROM sections WHERE course_id = {course}");
    let (course, lesson) = (app.cast.course, app.cast.lesson);
    let section = app.count(&of(course));
    let before = picture_of(&app);
    let strangers = [
        (app.other_teacher().await, "another teacher"),
        (app.student().await, "a learner"),
        (app.assistant().await, "the assistant"),
    ];
    for (client, who) in &strangers {
        for (method, path) in addresses(course, section, lesson) {
            assert_eq!(
                ask(client, method, &path).await,
                404,
                "{who}: {method} {path}"
            );
        }
    }
    for (method, path) in addresses(course, section, lesson) {
        let guest = ask(&app.anonymous(), method, &path).await;
        assert!(
            [303, 401].contains(&guest),
            "a guest: {guest} {method} {path}"
        );
    }
    assert_eq!(picture_of(&app), before, "nothing has changed");
    app.finish().await;
}

#[tokio::test]
async fn what_belongs_to_another_course_is_not_found_under_an_own_one() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let of = |course: i64| format!("SELECT min(id) AS n FROM sections WHERE course_id = {course}");
    let foreign_section = app.count(&of(app.cast.foreign_course));
    let before = picture_of(&app);
    let foreign = addresses(app.cast.course, foreign_section, app.cast.foreign_lesson);
    let children = foreign
        .into_iter()
        .filter(|(_, path)| path.contains("/sections/") || path.contains("/lessons/"));
    for (method, path) in children {
        assert_eq!(ask(&teacher, method, &path).await, 404, "{method} {path}");
    }
    let into_foreign = format!(
        "/courses/{}/lessons/{}/position",
        app.cast.course, app.cast.lesson
    );
    let place = [
        ("section_id", foreign_section.to_string()),
        ("place", "1".to_owned()),
    ];
    let place: Vec<(&str, &str)> = place
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(teacher.post(&into_foreign, &place).await.status(), 404);
    let lessons = format!("/courses/{}/lessons", app.cast.course);
    let section = foreign_section.to_string();
    let fields = [
        ("title", "x"),
        ("kind", "text"),
        ("section_id", section.as_str()),
    ];
    assert_eq!(teacher.post(&lessons, &fields).await.status(), 404);
    assert_eq!(picture_of(&app), before, "nothing has changed");
    app.finish().await;
}

/// All that authoring could have touched, as one text.
fn picture_of(app: &TestApp) -> i64 {
    app.count(
        "SELECT hashtext((SELECT string_agg(c::text, '') FROM courses c)
             || (SELECT string_agg(s::text, '') FROM sections s) || (SELECT string_agg(l::text, '') FROM lessons l)
             || (SELECT string_agg(m::text, '') FROM course_staff m)
             || (SELECT count(*) FROM media)::text)::bigint AS n",
    )
}

#[tokio::test]
async fn only_the_owner_says_who_teaches_and_assists() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let people = format!("/courses/{course}/people");
    let staff = format!("/courses/{course}/staff");
    let unknown = teacher
        .post(&staff, &[("username", "nobody"), ("role", "teacher")])
        .await;
    assert_eq!(unknown.status(), 422);
    assert_eq!(unknown.html().attribute("#username", "value"), "nobody");
    for role in ["owner", "admin", ""] {
        let refused = teacher
            .post(&staff, &[("username", "li"), ("role", role)])
            .await;
        assert_eq!(refused.status(), 422, "{role:?} can't be given");
    }
    let added = teacher
        .post(&staff, &[("username", "LI"), ("role", "teacher")])
        .await;
    assert_eq!(added.status(), 303, "{added:?}");

    let li = app.other_teacher().await;
    assert_eq!(
        li.get(&format!("/courses/{course}/outline")).await.status(),
        200
    );
    let refused = li
        .post(&staff, &[("username", "xiaohong"), ("role", "assistant")])
        .await;
    assert_eq!(refused.status(), 403, "a teacher who is not the owner");
    assert!(!li.get(&people).await.html().has("form#staff-new"));
    let owner = format!("{staff}/{}/deletion", app.id_of(Person::Wang));
    assert_eq!(
        teacher.post(&owner, &[]).await.status(),
        409,
        "the owner stays"
    );
    let demoted = teacher
        .post(&staff, &[("username", "wang"), ("role", "assistant")])
        .await;
    assert_eq!(demoted.status(), 422, "the owner stays the owner");

    let removal = format!("{staff}/{}/deletion", app.id_of(Person::Li));
    assert_eq!(teacher.post(&removal, &[]).await.status(), 303);
    assert_eq!(
        li.get(&format!("/courses/{course}/outline")).await.status(),
        404
    );
    assert_eq!(
        teacher.post(&removal, &[]).await.status(),
        404,
        "nobody is removed twice"
    );
    let noted = format!(
        "SELECT count(*) AS n FROM audit_log WHERE subject_id = '{course}'
         AND action IN ('course.grant', 'course.revoke')"
    );
    assert_eq!(
        app.count(&noted),
        2,
        "who was let in and sent away is on record"
    );
    app.finish().await;
}

#[tokio::test]
async fn staff_see_the_learners_and_find_them_by_name() {
    let app = TestApp::start().await;
    let (course, assistant) = (app.cast.course, app.assistant().await);
    app.execute(&format!(
        "WITH crowd AS (
             INSERT INTO users (username, email, password, display_name)
             SELECT 'crowd' || n, 'crowd' || n || '@example.org', 'x', '群众' || n FROM generate_series(1, 70) AS n
             RETURNING id
         ) INSERT INTO enrollments (course_id, user_id) SELECT {course}, id FROM crowd"
    ));
    let people = format!("/courses/{course}/people");
    let first = assistant.get(&people).await.html();
    assert_eq!(first.count("#learners > li"), 50);
    let next = first.attribute(".pager a[rel=next]", "href");
    let second = assistant.get(&next).await.html();
    assert_eq!(second.count("#learners > li"), 21);
    assert!(!second.has(".pager a[rel=next]"));
    let mut names = first.texts("#learners .list__title");
    names.extend(second.texts("#learners .list__title"));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 71, "nobody twice, nobody left out");

    let found = assistant.get(&format!("{people}?q=小明")).await.html();
    assert_eq!(found.texts("#learners .list__title"), ["小明"]);
    let literal = assistant.get(&format!("{people}?q=%25")).await.html();
    assert_eq!(
        literal.count("#learners > li"),
        0,
        "a wildcard is a letter like others"
    );
    for nonsense in ["after=1-", "after=99999999999999999999-1", "after=%00"] {
        assert!(
            assistant
                .get(&format!("{people}?{nonsense}"))
                .await
                .status()
                < 500
        );
    }
    assert_eq!(app.student().await.get(&people).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn a_student_cannot_open_a_course_of_their_own() {
    let app = TestApp::start().await;
    let student = app.student().await;
    assert_eq!(student.get("/courses/new").await.status(), 403);
    let fields = super::details("我的课程", "1");
    assert_eq!(student.post("/courses", &fields).await.status(), 403);
    assert!(student.get("/teaching").await.html().has(".empty"));
    let taught = app.assistant().await.get("/teaching").await.html();
    assert_eq!(taught.texts(".course-card__title"), ["线性代数"]);
    app.finish().await;
}

#[tokio::test]
async fn a_course_is_handed_to_another_teacher_who_is_told_and_the_former_owner_stays() {
    let app = TestApp::start().await;
    let (course, teacher) = (app.cast.course, app.teacher().await);
    let (path, people) = (
        format!("/courses/{course}/owner"),
        format!("/courses/{course}/people"),
    );
    for (name, words) in [("", "用户名"), ("nobody", "nobody"), ("xiaohong", "教师")] {
        let refused = teacher.post(&path, &[("owner", name)]).await;
        assert_eq!(refused.status(), 422, "{name}");
        let page = refused.html();
        assert!(page.text("#owner-error").contains(words), "{name}");
        assert_eq!(page.attribute("#owner", "value"), name);
    }
    assert_eq!(teacher.post(&path, &[("owner", "@LI")]).await.status(), 303);
    let owners = format!(
        "SELECT count(*) AS n FROM course_staff s JOIN courses c ON c.id = s.course_id AND c.teacher_id = s.user_id
         WHERE s.role = 'owner' AND c.id = {course} AND s.user_id = {}",
        app.id_of(Person::Li)
    );
    assert_eq!(app.count(&owners), 1);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM audit_log WHERE action = 'course.owner'"),
        1
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM notifications WHERE kind = 'course.owner'"),
        1
    );
    let visitor = app.anonymous().get(&format!("/courses/{course}")).await;
    assert!(
        visitor
            .html()
            .text(".course-hero__facts")
            .contains("李老师")
    );
    assert!(!teacher.get(&people).await.html().has("#owner-form"));
    assert_eq!(
        teacher.post(&path, &[("owner", "wang")]).await.status(),
        403,
        "a teacher is no owner"
    );
    assert_eq!(
        teacher
            .get(&format!("/courses/{course}/edit"))
            .await
            .status(),
        200
    );
    assert!(
        app.other_teacher()
            .await
            .get(&people)
            .await
            .html()
            .has("#owner-form")
    );
    app.finish().await;
}
