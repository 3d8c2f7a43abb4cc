//! What scripts add to the teacher's forms: a preview, dragging, a bar while a file is sent.

use serde_json::json;

use super::add_lesson;
use super::files::video;
use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn a_teacher_previews_drags_and_uploads_in_a_browser() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let section = app
        .count(&format!(
            "SELECT id AS n FROM sections WHERE course_id = {course}"
        ))
        .to_string();
    let clip = add_lesson(&teacher, course, &section, "video", "录像").await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Wang).await;
    browser.visit("/teaching").await;
    browser.photograph("teaching").await;

    browser.visit(&format!("/courses/{course}/edit")).await;
    browser
        .type_into("#description", "## 目标\n\n**特征值**")
        .await;
    browser.sees("#preview strong", "特征值").await;
    browser.photograph("teaching-details").await;

    browser.visit(&format!("/courses/{course}/outline")).await;
    browser.type_into("#section-new-title", "第二章").await;
    browser.click("#section-new button").await;
    browser.sees(".outline-editor__empty", "还没有课时").await;
    browser
        .click(&format!("#lesson-{}-up", app.cast.lesson))
        .await;
    let order = "return [...document.querySelectorAll('.outline-editor__lesson > a')].map(a => a.textContent).join(' ') == ";
    browser
        .wait_until(&format!("{order}'矩阵 导言 录像'"))
        .await;
    drag(&browser, app.cast.lesson, "第二章").await;
    browser
        .wait_until(&format!("{order}'导言 录像 矩阵'"))
        .await;
    app.jobs_done().await;
    browser.visit(&format!("/courses/{course}/outline")).await;
    browser
        .wait_until(&format!("{order}'导言 录像 矩阵'"))
        .await;
    browser.photograph("teaching-outline").await;

    browser
        .visit(&format!("/courses/{course}/lessons/{clip}/edit"))
        .await;
    let folder = tempfile::tempdir().expect("a folder");
    let film = folder.path().join("特征值.mp4");
    std::fs::write(&film, video("mp4")).expect("the film");
    let input = browser.find("#file").await;
    input
        .send_keys(&film.to_string_lossy())
        .await
        .expect("a file is chosen");
    browser.click("#file-form button").await;
    browser.sees("#stored-file", "特征值.mp4").await;
    browser.photograph("teaching-lesson").await;
    let broken = folder.path().join("broken.mp4");
    std::fs::write(&broken, b"#EXTM3U").expect("no film");
    let input = browser.find("#file").await;
    input
        .send_keys(&broken.to_string_lossy())
        .await
        .expect("a file is chosen");
    browser.click("#file-form button").await;
    browser.find("#file-form #file-error").await;

    for tab in ["people", "publication"] {
        browser.visit(&format!("/courses/{course}/{tab}")).await;
        browser.photograph(&format!("teaching-{tab}")).await;
    }
    browser.finish().await;
    app.finish().await;
}

#[tokio::test]
async fn a_teacher_s_forms_fit_a_phone() {
    let app = TestApp::start().await;
    let (course, lesson) = (app.cast.course, app.cast.lesson);
    let browser = Browser::open(&app.origin(), 500, 900).await;
    browser.sign_in(Person::Wang).await;
    for (name, path) in [
        ("teaching", "/teaching".to_owned()),
        ("new", "/courses/new".to_owned()),
        ("details", format!("/courses/{course}/edit")),
        ("outline", format!("/courses/{course}/outline")),
        ("people", format!("/courses/{course}/people")),
        ("publication", format!("/courses/{course}/publication")),
        ("lesson", format!("/courses/{course}/lessons/{lesson}/edit")),
    ] {
        browser.visit(&path).await;
        browser.photograph(&format!("phone-teaching-{name}")).await;
        browser
            .wait_until("return document.documentElement.scrollWidth <= innerWidth")
            .await;
    }
    browser.close().await;
    app.finish().await;
}

/// Drags a lesson by its handle into the section with this title.
async fn drag(browser: &Browser, lesson: i64, section: &str) {
    let script = format!(
        "const handle = document.querySelector('#lesson-{lesson}-row .outline-editor__handle');
         const box = [...document.querySelectorAll('.outline-editor__section')]
             .find(s => s.querySelector('input[name=title]').value == {});
         const send = (type, target, at) => target.dispatchEvent(new PointerEvent(type,
             {{ bubbles: true, pointerId: 1, button: 0, clientX: at.x + 20, clientY: at.y + 20 }}));
         box.scrollIntoView({{ block: 'center', behavior: 'instant' }});
         send('pointerdown', handle, handle.getBoundingClientRect());
         send('pointermove', handle, box.getBoundingClientRect());
         send('pointerup', handle, box.getBoundingClientRect());
         return true",
        json!(section)
    );
    browser.evaluate(&script).await;
}
