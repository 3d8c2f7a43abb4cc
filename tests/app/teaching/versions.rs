//! Versions of a lesson's text, and videos that lie on other sites.

use crate::support::{Browser, Person, TestApp};

fn lesson_path(app: &TestApp) -> String {
    format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson)
}

#[tokio::test]
async fn each_change_keeps_what_was_there_and_an_earlier_text_comes_back_as_a_new_version() {
    let app = TestApp::start().await;
    let path = lesson_path(&app);
    let teacher = app.teacher().await;
    for body in [
        "第一行\n第二行\n第三行",
        "第一行\n改过的第二行\n第三行",
        "第一行\n改过的第二行\n第三行",
    ] {
        let form = teacher
            .get(&format!("{path}/edit"))
            .await
            .html()
            .form("form#lesson");
        assert_eq!(teacher.submit(&form.with("body", body)).await.status(), 303);
    }
    let list = teacher.get(&format!("{path}/versions")).await.html();
    assert_eq!(
        list.count(".version-list > li"),
        3,
        "saving the same again is no version"
    );

    let shown = teacher.get(&format!("{path}/versions/3")).await.html();
    assert_eq!(shown.texts(".difference del"), ["第二行"]);
    assert_eq!(shown.texts(".difference ins"), ["改过的第二行"]);
    assert!(!shown.has("#restoration"), "it is the newest");
    let old = teacher
        .get(&format!("{path}/versions/2?against=newest"))
        .await
        .html();
    assert_eq!(old.texts(".difference ins"), ["改过的第二行"]);

    let assistant = app.assistant().await;
    assert_eq!(
        assistant.get(&format!("{path}/versions")).await.status(),
        200
    );
    assert!(
        !assistant
            .get(&format!("{path}/versions/2"))
            .await
            .html()
            .has("#restoration")
    );
    for stranger in [app.student().await, app.other_teacher().await] {
        for below in ["/versions", "/versions/2"] {
            assert_eq!(stranger.get(&format!("{path}{below}")).await.status(), 404);
        }
    }
    for person in [&assistant, &app.student().await] {
        let answer = person
            .post(&format!("{path}/versions/2/restoration"), &[])
            .await;
        assert_eq!(answer.status(), 404);
    }
    let foreign = format!(
        "/courses/{}/lessons/{}",
        app.cast.course, app.cast.foreign_lesson
    );
    assert_eq!(
        teacher.get(&format!("{foreign}/versions")).await.status(),
        404
    );
    assert_eq!(
        teacher.get(&format!("{path}/versions/99")).await.status(),
        404
    );

    teacher.submit(&old.form("#restoration")).await;
    let page = app.student().await.get(&path).await;
    assert!(page.text().contains("第二行") && !page.text().contains("改过的"));
    let list = teacher.get(&format!("{path}/versions")).await.html();
    assert_eq!(list.count(".version-list > li"), 4, "nothing is lost");
    assert_eq!(list.count(".version-list > li:first-child .tag"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_video_elsewhere_is_linked_played_on_request_and_marked_as_done() {
    let app = TestApp::start().await;
    let path = lesson_path(&app);
    app.execute(&format!(
        "UPDATE lessons SET kind = 'video', body = '' WHERE id = {}",
        app.cast.lesson
    ));
    let teacher = app.teacher().await;
    let edit = format!("{path}/edit");
    for bad in [
        "http://e.example/x",
        "javascript:alert(1)",
        "https://localhost/",
        "x",
    ] {
        let form = teacher.get(&edit).await.html().form("#link-form");
        let refused = teacher.submit(&form.with("url", bad)).await;
        assert_eq!(refused.status(), 422, "{bad}");
        let page = refused.html();
        assert_eq!(
            page.attribute("#link-form [name=url]", "value"),
            bad,
            "what was typed stays"
        );
        assert!(page.has("#link-form .field__error"));
    }
    for stranger in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        let answer = stranger
            .post(&format!("{path}/link"), &[("url", "https://e.example/")])
            .await;
        assert_eq!(answer.status(), 404);
    }
    let form = teacher.get(&edit).await.html().form("#link-form");
    let address = "https://www.bilibili.com/video/BV1xx411c7mD";
    assert_eq!(
        teacher.submit(&form.with("url", address)).await.status(),
        303
    );

    let student = app.student().await;
    let usual = student.get(&path).await;
    assert!(!usual.header("content-security-policy").contains("bilibili"));
    assert!(
        !usual.html().has("iframe"),
        "nothing is loaded before it is asked for"
    );
    let playing = student.get(&format!("{path}?play=here")).await;
    let policy = playing.header("content-security-policy");
    assert!(
        policy.contains("frame-src 'self' https://player.bilibili.com;"),
        "{policy}"
    );
    let frame = playing.html().attribute("iframe", "src");
    assert!(frame.starts_with("https://player.bilibili.com/player.html?bvid=BV1xx411c7mD"));

    let browser = Browser::open(&app.origin(), 390, 844).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&path).await;
    browser.photograph("elsewhere-phone").await;
    browser.click(".lesson-done button").await;
    browser.find("#lesson-progress[data-done]").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
    assert_eq!(
        app.count("SELECT count(*) AS n FROM progress WHERE status = 'completed'"),
        1
    );

    let form = teacher.get(&edit).await.html().form("#link-form");
    teacher
        .submit(&form.with("url", "https://e.example/film"))
        .await;
    let page = student.get(&format!("{path}?play=here")).await;
    assert!(
        !page.html().has("iframe") && !page.header("content-security-policy").contains("e.example")
    );
    let form = teacher.get(&edit).await.html().form("#link-form");
    teacher.submit(&form.with("url", "")).await;
    assert_eq!(app.count("SELECT count(*) AS n FROM lessons WHERE content_url IS NOT NULL AND kind = 'video' AND media_id IS NULL"), 0);
    app.finish().await;
}
