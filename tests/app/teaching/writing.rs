//! From an empty form to a published course.

use super::{add_lesson, details, id_in};
use crate::support::{Person, TestApp};
use crate::teaching::files::{PDF, file, picture, video};

#[tokio::test]
async fn a_teacher_writes_a_course_with_each_kind_of_lesson_and_publishes_it() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let category = app.count("SELECT id AS n FROM categories").to_string();

    let page = teacher.get("/courses/new").await.html();
    assert!(page.has("select[name=category_id] option:not([value=''])"));
    let form = page
        .form("form[action='/courses'][method=post]")
        .with("title", "  概率论 \t 入门 ")
        .with("summary", "从掷硬币开始")
        .with("description", "## 你会学到\r\n\r\n**条件概率**")
        .with("category_id", &category);
    let created = teacher.submit(&form).await;
    let course = id_in(&created, 2);
    let page = teacher.follow(&created).await.html();
    assert_eq!(page.text("h1"), "概率论 入门");
    assert!(page.has(".empty"), "the outline offers the first step");

    let sections = format!("/courses/{course}/sections");
    teacher.post(&sections, &[("title", "第一章")]).await;
    let section = app
        .count(&format!(
            "SELECT id AS n FROM sections WHERE course_id = {course}"
        ))
        .to_string();
    let text = add_lesson(&teacher, course, &section, "text", "什么是概率").await;
    let clip = add_lesson(&teacher, course, &section, "video", "掷硬币").await;
    let paper = add_lesson(&teacher, course, &section, "document", "讲义").await;

    let publication = format!("/courses/{course}/publication");
    let refused = teacher.post(&publication, &[("status", "published")]).await;
    assert_eq!(refused.status(), 409, "there is nothing to learn in it yet");
    assert_eq!(refused.html().count(".notice--warning li"), 3);

    let edit = format!("/courses/{course}/lessons/{text}/edit");
    let form = teacher.get(&edit).await.html().form("form#lesson");
    let saved = teacher
        .submit(&form.with("body", "# 概率\n\n样本空间 canary-text"))
        .await;
    assert_eq!((saved.status(), saved.location()), (303, edit.as_str()));

    let upload = |lesson: i64| format!("/courses/{course}/lessons/{lesson}/file");
    let stored = teacher
        .upload(&upload(clip), file(video("mp4"), "硬币.mp4"))
        .await;
    assert_eq!(stored.status(), 303, "{stored:?}");
    let page = teacher.follow(&stored).await.html();
    assert!(page.text("#stored-file").contains("硬币.mp4"));
    let stored = teacher
        .upload(&upload(paper), file(PDF.to_vec(), "讲义.pdf"))
        .await;
    assert_eq!(stored.status(), 303, "{stored:?}");
    let cover = format!("/courses/{course}/cover");
    let stored = teacher.upload(&cover, file(picture(), "cover.png")).await;
    assert_eq!(stored.status(), 303, "{stored:?}");
    let duration = app.count(&format!(
        "SELECT duration_ms AS n FROM lessons WHERE id = {clip}"
    ));
    assert!(
        (1_900..2_200).contains(&duration),
        "{duration} ms were measured"
    );

    let published = teacher.post(&publication, &[("status", "published")]).await;
    assert_eq!(published.status(), 303, "{published:?}");
    assert_eq!(
        app.count(&format!(
            "SELECT count(*) AS n FROM courses WHERE id = {course} AND status = 'published'
             AND published_at IS NOT NULL AND cover_media_id IS NOT NULL AND teacher_id = {}",
            app.id_of(Person::Wang)
        )),
        1
    );
    let guest = app.anonymous();
    let page = guest.get(&format!("/courses/{course}")).await.html();
    let drawn = guest
        .get(&page.attribute(".course-hero__cover img.cover", "src"))
        .await;
    assert_eq!(drawn.status(), 200);
    assert!(drawn.header("content-type").starts_with("image/"));
    let page = teacher
        .get(&format!("/courses/{course}/lessons/{clip}/edit"))
        .await
        .html();
    let film = page.attribute("#stored-file a", "href");
    assert_eq!(teacher.get(&film).await.header("content-type"), "video/mp4");
    assert_eq!(
        guest.get(&film).await.status(),
        404,
        "only who studies sees it"
    );
    let found = guest.get("/courses?q=掷硬币").await.text();
    assert!(found.contains("概率论 入门"), "search knows the new words");

    let list = teacher.get("/teaching").await.html();
    assert!(
        list.texts(".course-card__title")
            .contains(&"概率论 入门".to_owned())
    );
    app.finish().await;
}

#[tokio::test]
async fn wrong_input_is_named_beside_its_field_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let mut form = details("   ", "99999999");
    form[3].1 = "";
    form[1].1 = "<b>留下的简介</b>";
    let refused = teacher.post("/courses", &form).await;
    assert_eq!(refused.status(), 422);
    let page = refused.html();
    assert!(page.has("#title[aria-invalid=true]") && page.has("#title-error"));
    assert!(page.has("#category_id-error"));
    assert_eq!(page.attribute("#summary", "value"), "<b>留下的简介</b>");
    assert!(page.text("#description").contains("你会学到"));

    let long = "字".repeat(121);
    let refused = teacher.post("/courses", &details(&long, "1")).await;
    assert_eq!(refused.status(), 422);
    let unknown = teacher
        .post("/courses", &details("好名字", "99999999"))
        .await;
    assert_eq!(unknown.status(), 422, "a category that is not there");
    assert!(unknown.html().has("#category_id-error"));
    let page = teacher.post("/courses", &[("title", "只有名字")]).await;
    assert_eq!(page.status(), 422, "a form of another page");
    assert_eq!(app.count("SELECT count(*) AS n FROM courses"), 3);

    let edit = format!(
        "/courses/{}/lessons/{}/edit",
        app.cast.course, app.cast.lesson
    );
    let refused = teacher
        .post(&edit, &[("title", ""), ("body", "未保存的正文")])
        .await;
    assert_eq!(refused.status(), 422);
    assert_eq!(refused.html().text("#body"), "未保存的正文");
    app.finish().await;
}

#[tokio::test]
async fn no_form_sets_what_it_does_not_show() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let category = app.count("SELECT id AS n FROM categories").to_string();
    let li = app.id_of(Person::Li).to_string();
    let extra = [
        ("teacher_id", li.as_str()),
        ("owner_id", li.as_str()),
        ("user_id", li.as_str()),
        ("status", "published"),
        ("role", "admin"),
        ("price_minor", "1"),
        ("enrolled_count", "1000"),
        ("published_at", "2020-01-01"),
        ("cover_media_id", "00000000-0000-0000-0000-000000000000"),
        ("id", "1"),
    ];
    let mut form = details("普通课程", &category);
    form.extend(extra);
    let course = id_in(&teacher.post("/courses", &form).await, 2);
    let edit = format!("/courses/{course}/edit");
    let stored = teacher.get(&edit).await.html().form("form#details");
    let version = stored
        .fields
        .iter()
        .find(|(name, _)| name == "version")
        .unwrap();
    form.push(("version", &version.1));
    assert_eq!(teacher.post(&edit, &form).await.status(), 303);
    let untouched = format!(
        "SELECT count(*) AS n FROM courses c JOIN course_staff s ON s.course_id = c.id
         WHERE c.id = {course} AND c.teacher_id = {wang} AND s.user_id = {wang} AND s.role = 'owner'
         AND status = 'draft' AND price_minor = 0 AND enrolled_count = 0 AND published_at IS NULL",
        wang = app.id_of(Person::Wang)
    );
    assert_eq!(app.count(&untouched), 1);

    let lesson = format!(
        "/courses/{}/lessons/{}/edit",
        app.cast.course, app.cast.lesson
    );
    let stored = teacher.get(&lesson).await.html().form("form#lesson");
    let mut form: Vec<(&str, &str)> = stored
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let foreign = app.cast.foreign_course.to_string();
    form.extend([
        ("course_id", foreign.as_str()),
        ("content_url", "https://evil.example/"),
        ("order", "1"),
        ("kind", "video"),
    ]);
    assert_eq!(teacher.post(&lesson, &form).await.status(), 303);
    assert_eq!(
        app.count(&format!(
            "SELECT count(*) AS n FROM lessons WHERE id = {} AND course_id = {} AND content_url IS NULL
             AND \"order\" = 2 AND kind = 'text' AND NOT is_preview",
            app.cast.lesson, app.cast.course
        )),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn who_saves_over_somebody_else_is_told_and_keeps_what_they_typed() {
    let app = TestApp::start().await;
    let (teacher, admin) = (app.teacher().await, app.admin().await);
    let edit = format!("/courses/{}/edit", app.cast.course);
    let mine = teacher.get(&edit).await.html().form("form#details");
    let theirs = admin.get(&edit).await.html().form("form#details");
    let saved = admin.submit(&theirs.with("summary", "管理员的简介")).await;
    assert_eq!(saved.status(), 303);
    let refused = teacher.submit(&mine.with("summary", "我的简介")).await;
    assert_eq!(refused.status(), 409);
    let page = refused.html();
    assert!(page.has(".notice--error"));
    assert_eq!(page.attribute("#summary", "value"), "我的简介");
    assert!(page.text(".facts").contains("管理员的简介"));
    let again = teacher.submit(&page.form("form#details")).await;
    assert_eq!(again.status(), 303, "whoever saves again means it");

    let edit = format!(
        "/courses/{}/lessons/{}/edit",
        app.cast.course, app.cast.lesson
    );
    let mine = teacher.get(&edit).await.html().form("form#lesson");
    let theirs = admin.get(&edit).await.html().form("form#lesson");
    admin.submit(&theirs.with("body", "管理员的正文")).await;
    let step = format!(
        "/courses/{}/lessons/{}/position",
        app.cast.course, app.cast.lesson
    );
    teacher.post(&step, &[("direction", "up")]).await;
    let refused = teacher.submit(&mine.clone().with("body", "我的正文")).await;
    assert_eq!(refused.status(), 409);
    assert_eq!(refused.html().text("#body"), "我的正文");
    let same = teacher.submit(&mine.with("body", "管理员的正文")).await;
    assert_eq!(
        same.status(),
        303,
        "a second click on the same button is no conflict"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_draft_is_deleted_by_its_owner_who_has_ticked_the_box() {
    let app = TestApp::start().await;
    let (teacher, draft) = (app.teacher().await, app.cast.draft);
    let cover = format!("/courses/{draft}/cover");
    teacher.upload(&cover, file(picture(), "cover.png")).await;
    let deletion = format!("/courses/{draft}/deletion");
    let unticked = teacher.post(&deletion, &[]).await;
    assert_eq!(unticked.status(), 422);
    assert!(unticked.html().has("#confirm-error"));
    let published = format!("/courses/{}/deletion", app.cast.course);
    let refused = teacher.post(&published, &[("confirm", "yes")]).await;
    assert_eq!(refused.status(), 409);
    let deleted = teacher.post(&deletion, &[("confirm", "yes")]).await;
    assert_eq!((deleted.status(), deleted.location()), (303, "/teaching"));
    assert_eq!(app.count("SELECT count(*) AS n FROM courses"), 2);
    app.jobs_done().await;
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 0);
    assert_eq!(super::files::stored(&app), 0, "no file stays behind");
    app.finish().await;
}

#[tokio::test]
async fn markdown_is_shown_while_it_is_written_and_stays_inert() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let text =
        "**粗** <script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))";
    let shown = teacher
        .post_htmx("/markdown/preview", &[("body", text)])
        .await;
    assert_eq!(shown.status(), 200);
    let fragment = shown.html();
    assert_eq!(fragment.text("strong"), "粗");
    for active in ["script", "img", "[onerror]", "a[href^=javascript]"] {
        assert!(!fragment.has(active), "{active}");
    }
    let guest = app
        .anonymous()
        .post("/markdown/preview", &[("body", text)])
        .await;
    assert_ne!(guest.status(), 200);
    app.finish().await;
}
