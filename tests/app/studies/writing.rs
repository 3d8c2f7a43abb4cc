//! The first act: the teacher's forms.

use super::questions::QUESTIONS;
use super::{Lessons, Studies, number_after};
use crate::support::{Browser, Person, TestApp, eventually};
use crate::teaching::files::{PDF, video};

const TEXT: &str = "## 射影平面\n\n| 点 | 坐标 |\n|---|---|\n| 原点 | (0, 0, 1) |\n\n\
    ```rust\nfn main() {}\n```\n\n直线 $ax + by + cz = 0$ 。";

pub(super) async fn a_teacher_writes_a_course_of_every_kind(
    app: TestApp,
    teacher: &Browser,
) -> Studies {
    teacher.visit("/courses/new").await;
    teacher.type_into("#title", "射影几何").await;
    teacher.type_into("#summary", "从透视到对偶").await;
    teacher.choose("#category_id", "数学").await;
    teacher.type_into("#description", "**射影几何**入门").await;
    teacher.click("main form button.button--primary").await;
    let course = number_after(&teacher.arrives("/outline$").await, "courses");
    teacher.type_into("#section-new-title", "第一章").await;
    teacher.click("#section-new button").await;
    teacher.find(".outline-editor__empty").await;
    let mut studies = Studies {
        app,
        course,
        lessons: Lessons::default(),
    };
    studies.lessons = Lessons {
        text: text(&studies, teacher).await,
        video: film(&studies, teacher).await,
        document: document(&studies, teacher).await,
        elsewhere: film_elsewhere(&studies, teacher).await,
        quiz: quiz(&studies, teacher).await,
        assignment: assignment(&studies, teacher).await,
        replay: replay(&studies, teacher).await,
    };
    publish(&studies, teacher).await;
    studies
}

/// Adds a lesson through the outline; its page is open then.
async fn add(studies: &Studies, teacher: &Browser, kind: &str, title: &str) -> i64 {
    let form = ".outline-editor__section .outline-editor__add form";
    teacher
        .visit(&format!("{}/outline", studies.course()))
        .await;
    teacher
        .type_into(&format!("{form} input[name=title]"), title)
        .await;
    teacher
        .pick(&format!("{form} select[name=kind]"), kind)
        .await;
    teacher.click(&format!("{form} button")).await;
    number_after(&teacher.arrives("/lessons/[0-9]+/edit$").await, "lessons")
}

async fn text(studies: &Studies, teacher: &Browser) -> i64 {
    let lesson = add(studies, teacher, "text", "射影平面").await;
    teacher.type_into("#body", TEXT).await;
    teacher.sees("#preview table", "原点").await;
    teacher.find("#preview pre code").await;
    teacher.click("#lesson button.button--primary").await;
    let saved =
        format!("SELECT count(*) AS n FROM lessons WHERE id = {lesson} AND body LIKE '%ax + by%'");
    eventually("the text is saved", async || studies.app.count(&saved) == 1).await;
    lesson
}

async fn film(studies: &Studies, teacher: &Browser) -> i64 {
    let lesson = add(studies, teacher, "video", "透视").await;
    let _file = teacher.lay("#file", "透视.mp4", &video("mp4")).await;
    teacher.click("#file-form button").await;
    teacher.sees("#stored-file", "透视.mp4").await;
    lesson
}

async fn document(studies: &Studies, teacher: &Browser) -> i64 {
    let lesson = add(studies, teacher, "document", "讲义").await;
    let _file = teacher.lay("#file", "讲义.pdf", PDF).await;
    teacher.click("#file-form button").await;
    teacher.sees("#stored-file", "讲义.pdf").await;
    lesson
}

async fn film_elsewhere(studies: &Studies, teacher: &Browser) -> i64 {
    let lesson = add(studies, teacher, "video", "延伸视频").await;
    let address = "https://www.bilibili.com/video/BV1GJ411x7h7";
    teacher.type_into("#url", address).await;
    teacher.click("#link-form button").await;
    let saved = format!(
        "SELECT count(*) AS n FROM lessons WHERE id = {lesson} AND content_url LIKE '%bilibili%'"
    );
    eventually("the address is saved", async || {
        studies.app.count(&saved) == 1
    })
    .await;
    lesson
}

/// Its rules, and a question of every type through the form of the type.
async fn quiz(studies: &Studies, teacher: &Browser) -> i64 {
    let lesson = add(studies, teacher, "quiz", "期末测验").await;
    teacher.click("a.button--primary[href$='/quiz/edit']").await;
    teacher.arrives("/quiz/edit$").await;
    teacher.type_into("#time_limit", "30").await;
    teacher.type_into("#attempts_allowed", "1").await;
    for release in ["marks", "answers", "feedback"] {
        teacher
            .pick(&format!("#release_{release}"), "after_submission")
            .await;
    }
    teacher.click("#rules button.button--primary").await;
    let set_up = format!(
        "SELECT count(*) AS n FROM quizzes WHERE lesson_id = {lesson} AND time_limit_ms = 1800000"
    );
    eventually("the rules are saved", async || {
        studies.app.count(&set_up) == 1
    })
    .await;
    for (place, question) in QUESTIONS.iter().enumerate() {
        teacher
            .visit(&format!("{}/quiz/edit", studies.lesson(lesson)))
            .await;
        teacher.click("#fixed a[href*='/questions/new']").await;
        teacher
            .click(&format!("#types a[href*='type={}']", question.kind))
            .await;
        question.write(teacher).await;
        teacher.arrives("/quiz/edit$").await;
        teacher
            .wait_until(&format!(
                "return document.querySelectorAll('.slot').length == {}",
                place + 1
            ))
            .await;
    }
    teacher
        .sees(".slot__text", "光的三原色是 ____、____ 和 ____。")
        .await;
    teacher.photograph("studies-1-quiz").await;
    lesson
}

async fn assignment(studies: &Studies, teacher: &Browser) -> i64 {
    let lesson = add(studies, teacher, "assignment", "证明题").await;
    teacher
        .click("a.button--primary[href$='/assignment/edit']")
        .await;
    teacher.arrives("/assignment/edit$").await;
    teacher
        .type_into("#instructions", "证明**笛沙格定理**。")
        .await;
    teacher.type_into("#files_allowed", "2").await;
    teacher.click("#rules button.button--primary").await;
    teacher.find("a[href$='/assignment'].button--small").await;
    lesson
}

/// A class that is over becomes a lesson by one button.
async fn replay(studies: &Studies, teacher: &Browser) -> i64 {
    studies.app.execute(&format!(
        "INSERT INTO live_rooms (course_id, teacher_id, title, status, access, started_at, end_time)
         VALUES ({}, {}, '对偶原理直播课', 'ended', 'enrolled', now() - interval '1 hour', now())",
        studies.course,
        studies.app.id_of(Person::Wang)
    ));
    let room = studies.app.count("SELECT max(id) AS n FROM live_rooms");
    teacher.visit(&format!("/live/{room}/replay")).await;
    teacher.click("form[action$='/replay/lesson'] button").await;
    number_after(&teacher.arrives("/lessons/[0-9]+/edit$").await, "lessons")
}

async fn publish(studies: &Studies, teacher: &Browser) {
    teacher
        .visit(&format!("{}/certificates", studies.course()))
        .await;
    teacher.click("#giving input[name=gives]").await;
    teacher.click("#giving button").await;
    let course = studies.course;
    let gives =
        format!("SELECT count(*) AS n FROM courses WHERE id = {course} AND gives_certificate");
    eventually("certificates are given", async || {
        studies.app.count(&gives) == 1
    })
    .await;
    teacher
        .visit(&format!("{}/publication", studies.course()))
        .await;
    teacher.click("#publication button[value=published]").await;
    let published =
        format!("SELECT count(*) AS n FROM courses WHERE id = {course} AND status = 'published'");
    eventually("it is published", async || {
        studies.app.count(&published) == 1
    })
    .await;
}
