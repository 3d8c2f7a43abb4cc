//! The learner's acts, on a window 360 pixels wide and on another device.

use super::questions::QUESTIONS;
use super::{Studies, number_after};
use crate::support::{Browser, Person, eventually};

/// How many questions are answered on the phone.
const ON_THE_PHONE: usize = 6;

/// Wherever in the attempt one is, nothing lies over the time that is left.
const TIME_IS_IN_SIGHT: &str =
    "const time = document.querySelector('[data-countdown]'), box = time.getBoundingClientRect();
    return time.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2))";

pub(super) async fn phone(studies: &Studies) -> Browser {
    let phone = Browser::open(&studies.app.origin(), 360, 740).await;
    phone.resize(360, 740).await;
    phone.sign_in(Person::Xiaohong).await;
    phone
}

pub(super) async fn a_learner_studies_on_a_phone(studies: &Studies) {
    let (phone, lessons) = (phone(studies).await, &studies.lessons);
    phone.visit(&studies.course()).await;
    phone.fits().await;
    phone.click(".course-hero__act form button").await;
    phone.find("[action$='/enrolment/end']").await;

    phone.visit(&studies.lesson(lessons.text)).await;
    phone.find(".reader__main .prose table").await;
    phone.find(".reader__main .prose pre code").await;
    phone.find(".reader__main .prose .katex").await;
    phone.photograph("studies-2-text-phone").await;
    for lesson in [
        lessons.text,
        lessons.document,
        lessons.elsewhere,
        lessons.replay,
    ] {
        phone.visit(&studies.lesson(lesson)).await;
        phone.fits().await;
        phone.click("form.lesson-done button").await;
        phone.find("#lesson-progress[data-done]").await;
    }
    phone.visit(&studies.lesson(lessons.video)).await;
    phone.fits().await;
    phone.find(".player video").await;
    phone
        .wait_until("return document.querySelector('.player video').readyState > 1")
        .await;
    phone
        .evaluate("return document.querySelector('.player video').play()")
        .await;
    phone.find("#lesson-progress[data-done]").await;
    phone.leave().await;
}

pub(super) async fn the_quiz_is_begun_on_a_phone_and_goes_on_elsewhere(studies: &Studies) -> i64 {
    let lesson = studies.lesson(studies.lessons.quiz);
    let phone = phone(studies).await;
    phone.visit(&lesson).await;
    phone.fits().await;
    phone.click("#quiz form button").await;
    phone.confirm().await;
    phone.find("#attempt").await;
    let attempt = number_after(&phone.path().await, "attempts");
    phone.fits().await;
    for (at, question) in QUESTIONS.iter().enumerate().take(ON_THE_PHONE) {
        question.answer(&phone, at + 1).await;
    }
    phone.wait_until(TIME_IS_IN_SIGHT).await;
    phone.photograph("studies-3-attempt-phone").await;
    phone.leave().await;

    let desk = Browser::open(&studies.app.origin(), 1280, 900).await;
    desk.sign_in(Person::Xiaohong).await;
    desk.visit(&lesson).await;
    desk.click("#quiz a.button--primary").await;
    desk.find("#attempt").await;
    for (at, question) in QUESTIONS.iter().enumerate() {
        match at < ON_THE_PHONE {
            true => question.is_still_there(&desk, at + 1).await,
            false => question.answer(&desk, at + 1).await,
        }
    }
    desk.wait_until("return sessionStorage.length == 0").await;
    desk.leave().await;
    attempt
}

pub(super) async fn the_time_runs_out_with_no_browser_open(studies: &Studies, attempt: i64) {
    let app = &studies.app;
    app.execute("UPDATE attempts SET deadline_at = now() - interval '11 s'");
    app.execute("UPDATE jobs SET run_at = now() WHERE name = 'quizzes.close_attempt'");
    app.jobs_done().await;
    let is_closed =
        format!("SELECT count(*) AS n FROM attempts WHERE id = {attempt} AND is_timed_out");
    assert_eq!(app.count(&is_closed), 1);
    for (at, question) in QUESTIONS.iter().enumerate() {
        let marks = format!(
            "SELECT coalesce((marks * 100)::bigint, -1) AS n FROM attempt_answers
             WHERE attempt_id = {attempt} AND place = {}",
            at + 1
        );
        assert_eq!(
            app.count(&marks),
            question.marks.unwrap_or(-1),
            "{}",
            question.kind
        );
    }
    let phone = phone(studies).await;
    phone.visit(&format!("/attempts/{attempt}")).await;
    phone.sees("#score", "待批阅").await;
    phone.sees("#question-3", "0.35 / 1 分").await;
    phone.fits().await;
    phone.leave().await;
}

pub(super) async fn the_assignment_is_handed_in_and_ends_the_course(studies: &Studies) {
    let app = &studies.app;
    let certificates = "SELECT count(*) AS n FROM certificates";
    assert_eq!(app.count(certificates), 0, "a lesson is left");
    let phone = phone(studies).await;
    phone
        .visit(&format!(
            "{}/assignment",
            studies.lesson(studies.lessons.assignment)
        ))
        .await;
    phone.type_into("#body", "由**对偶原理**得证。").await;
    phone
        .wait_until("return document.querySelector('[data-saved]').dataset.state == 'saved'")
        .await;
    phone.fits().await;
    phone.click("#work button[value=finish]").await;
    phone.click("#submission .button--primary").await;
    phone.find("#versions").await;
    phone.fits().await;
    phone.leave().await;
    eventually("the certificate is given", async || {
        app.count(certificates) == 1
    })
    .await;
}
