//! Certificates: given once, in the transaction that completes the course; verified by anybody; revoked with a reason.

use crate::support::{Client, TestApp};

impl TestApp {
    pub(super) fn certificate_code(&self) -> String {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            code: String,
        }
        let found = diesel::sql_query("SELECT code FROM certificates");
        let row: Row = diesel::RunQueryDsl::get_result(found, &mut self.database()).expect("one");
        row.code
    }

    fn certificates(&self) -> i64 {
        self.count("SELECT count(*) AS n FROM certificates")
    }

    fn course_path(&self) -> String {
        format!("/courses/{}", self.cast.course)
    }
}

/// Says that both lessons of the cast's course are done.
async fn complete(app: &TestApp, client: &Client) {
    for lesson in [app.cast.preview, app.cast.lesson] {
        let path = format!("{}/completion", app.lesson_at(lesson));
        assert_eq!(client.post(&path, &[]).await.status(), 303);
    }
}

async fn give(app: &TestApp, teacher: &Client) {
    let path = format!("{}/certificates", app.course_path());
    assert_eq!(teacher.post(&path, &[("gives", "on")]).await.status(), 303);
    app.jobs_done().await;
}

/// The words of a PDF, as another program reads them.
pub fn text_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("certificate.pdf");
    std::fs::write(&file, pdf).expect("the file is written");
    let read = std::process::Command::new("pdftotext")
        .arg(&file)
        .arg("-")
        .output()
        .expect("pdftotext (poppler-utils) is installed");
    assert!(read.status.success(), "{read:?}");
    String::from_utf8(read.stdout).expect("text")
}

#[tokio::test]
async fn completing_the_course_gives_a_certificate_that_anybody_can_verify() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    give(&app, &teacher).await;
    let first = format!("{}/completion", app.lesson_at(app.cast.preview));
    student.post(&first, &[]).await;
    assert_eq!(app.certificates(), 0, "one lesson is left");
    complete(&app, &student).await;
    assert_eq!(app.certificates(), 1);
    let code = app.certificate_code();
    assert!(code.len() >= 26, "128 bits in letters of five");
    let page = app.anonymous().get(&format!("/certificates/{code}")).await;
    assert_eq!(page.status(), 200);
    let page = page.html();
    assert_eq!(page.text(".certificate__name"), "小明");
    assert_eq!(page.text(".certificate__course"), "线性代数");
    assert!(page.text(".certificate__facts").contains("王老师"));
    let learning = student.get("/learning").await.html();
    assert!(learning.has(&format!("#certificates a[href='/certificates/{code}']")));
    app.execute("UPDATE users SET display_name = '别人' WHERE username = 'xiaoming'");
    let again = app
        .anonymous()
        .get(&format!("/certificates/{code}"))
        .await
        .html();
    assert_eq!(
        again.text(".certificate__name"),
        "小明",
        "as it was on that day"
    );
    app.finish().await;
}

#[tokio::test]
async fn fifty_completions_at_once_give_one_certificate() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    give(&app, &teacher).await;
    let paths: Vec<String> = (0..50)
        .map(|number| match number % 2 {
            0 => format!("{}/completion", app.lesson_at(app.cast.preview)),
            _ => format!("{}/completion", app.lesson_at(app.cast.lesson)),
        })
        .collect();
    let posts = paths.iter().map(|path| student.post(path, &[]));
    for answer in futures_util::future::join_all(posts).await {
        assert!(
            answer.status() == 303 || answer.status() == 503,
            "{answer:?}"
        );
    }
    complete(&app, &student).await;
    assert_eq!(app.certificates(), 1);
    assert_eq!(app.count("SELECT count(*) AS n FROM course_completions"), 1);
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'course.certificate'";
    assert_eq!(app.count(told), 1);
    app.finish().await;
}

#[tokio::test]
async fn no_certificate_without_the_setting_the_enrolment_or_the_last_required_lesson() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    complete(&app, &student).await;
    assert_eq!(app.certificates(), 0, "the course gives none");
    assert_eq!(app.count("SELECT count(*) AS n FROM course_completions"), 1);
    complete(&app, &app.assistant().await).await;
    assert_eq!(
        app.count("SELECT count(*) AS n FROM course_completions"),
        1,
        "staff complete nothing"
    );
    give(&app, &teacher).await;
    assert_eq!(
        app.certificates(),
        1,
        "who was done before gets one when it is turned on"
    );
    app.add_lesson("text", "新课");
    assert_eq!(
        app.certificates(),
        1,
        "a lesson that is added later takes none away"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_pdf_carries_the_chinese_names_and_its_fonts() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    give(&app, &teacher).await;
    complete(&app, &student).await;
    let path = format!("/certificates/{}.pdf", app.certificate_code());
    let pdf = app.anonymous().get(&path).await;
    assert_eq!(pdf.status(), 200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(
        pdf.body.len() < 400_000,
        "fonts are embedded only as far as used: {}",
        pdf.body.len()
    );
    if let Ok(kept) = std::env::var("LECTERN_KEEP_PDF") {
        std::fs::write(kept, &pdf.body).expect("it is kept");
    }
    let text: String = text_of(&pdf.body).split_whitespace().collect();
    for words in ["小明", "线性代数", "王老师", "结业证书"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    app.finish().await;
}

#[tokio::test]
async fn without_fonts_the_pdf_says_so_and_the_page_still_verifies() {
    let app = TestApp::start_with(|config| {
        config.certificates.font_folder = Some("/nowhere".into());
    })
    .await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    give(&app, &teacher).await;
    complete(&app, &student).await;
    let page = format!("/certificates/{}", app.certificate_code());
    let answer = app.anonymous().get(&format!("{page}.pdf")).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.text().contains("字体"), "{answer:?}");
    assert!(!answer.text().contains("nowhere"), "no path is told");
    assert_eq!(app.anonymous().get(&page).await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn only_the_courses_own_teachers_revoke_and_only_with_a_reason() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    give(&app, &teacher).await;
    complete(&app, &student).await;
    let (id, code) = (
        app.count("SELECT id AS n FROM certificates"),
        app.certificate_code(),
    );
    let path = format!("{}/certificates/{id}/revocation", app.course_path());
    let reason = [("reason", "代替他人上课")];
    for client in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        assert_eq!(client.post(&path, &reason).await.status(), 404);
    }
    // The certificate of one course under another, which this teacher owns.
    let foreign = format!(
        "/courses/{}/certificates/{id}/revocation",
        app.cast.foreign_course
    );
    assert_eq!(
        app.other_teacher()
            .await
            .post(&foreign, &reason)
            .await
            .status(),
        404
    );
    let blank = teacher.post(&path, &[("reason", "  ")]).await;
    assert_eq!(blank.status(), 422);
    assert!(blank.html().has(".field__error"));
    assert_eq!(
        app.count("SELECT count(*) AS n FROM certificates WHERE revoked_at IS NOT NULL"),
        0
    );
    assert_eq!(teacher.post(&path, &reason).await.status(), 303);
    assert_eq!(teacher.post(&path, &reason).await.status(), 409, "once");
    let page = app.anonymous().get(&format!("/certificates/{code}")).await;
    assert!(page.text().contains("代替他人上课"));
    assert!(page.html().has(".certificate[data-revoked]"));
    let pdf = app
        .anonymous()
        .get(&format!("/certificates/{code}.pdf"))
        .await;
    assert_eq!(pdf.status(), 409);
    let noted =
        "SELECT count(*) AS n FROM audit_log WHERE action = 'certificate.revoke' AND reason <> ''";
    assert_eq!(app.count(noted), 1);
    complete(&app, &student).await;
    assert_eq!(app.certificates(), 1, "it is not given again");
    app.finish().await;
}

#[tokio::test]
async fn a_code_that_was_never_given_is_not_found_and_settings_are_the_teachers() {
    let app = TestApp::start().await;
    for path in [
        "/certificates/0",
        "/certificates/00000000000000000000000000000000.pdf",
    ] {
        assert_eq!(app.anonymous().get(path).await.status(), 404);
    }
    let path = format!("{}/certificates", app.course_path());
    for client in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        assert_eq!(client.get(&path).await.status(), 404);
        assert_eq!(client.post(&path, &[("gives", "on")]).await.status(), 404);
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM courses WHERE gives_certificate"),
        0
    );
    let page = app.teacher().await.get(&path).await.html();
    assert!(page.has(".empty") && page.has("#giving"));
    app.finish().await;
}

#[tokio::test]
async fn the_list_of_a_course_asks_no_more_for_many() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    give(&app, &teacher).await;
    complete(&app, &student).await;
    let path = format!("{}/certificates", app.course_path());
    let ask = async || {
        let before = app.queries_about(&["\"certificates\"", "\"users\""]);
        let page = teacher.get(&path).await.html();
        (
            app.queries_about(&["\"certificates\"", "\"users\""]) - before,
            page.count("#given li"),
        )
    };
    let (few, one) = ask().await;
    app.execute(&format!(
        "WITH people AS (
             INSERT INTO users (username, email, password, display_name)
             SELECT 'p' || n, 'p' || n || '@example.org', 'x', '学员' || n FROM generate_series(1, 70) n RETURNING id)
         INSERT INTO certificates (user_id, course_id, code, learner_name, course_title, teacher_name, language)
         SELECT id, {}, md5(id::text), '学员', '线性代数', '王老师', 'zh' FROM people",
        app.cast.course
    ));
    let (many, page) = ask().await;
    assert_eq!((one, page), (1, 50), "a page of them");
    assert_eq!(many, few);
    app.finish().await;
}
