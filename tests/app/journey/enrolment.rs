use super::{COURSE, Story};
use crate::accounts::link;
use crate::support::PASSWORD;

pub(super) async fn a_learner_registers_finds_a_course_and_enrols(story: &Story) {
    let learner = &story.learner;
    learner.visit("/").await;
    learner.sees(".course-card__title", COURSE).await;
    learner.photograph("01-home").await;

    learner.visit("/courses").await;
    learner.photograph("02-catalogue").await;
    learner.type_into("#catalogue-q", "所有权").await;
    learner.click(".catalogue__search button").await;
    learner
        .wait_until("return new URLSearchParams(location.search).get('q') == '所有权'")
        .await;
    learner.click_text("a.card__link", COURSE).await;
    learner.sees("h1", COURSE).await;

    // Whoever wants to enrol is asked in, and comes back to the course.
    learner.click(".course-hero__act a").await;
    learner.click(".auth__foot a[href^='/register']").await;
    learner.type_into("input[name=username]", "兰兰").await;
    learner
        .type_into("input[name=email]", "lanlan@example.org")
        .await;
    learner.type_into("input[name=password]", PASSWORD).await;
    learner.photograph("06-register").await;
    learner.click("main form button.button--primary").await;
    learner.sees("h1", COURSE).await;
    let course = learner.evaluate("return location.pathname").await;

    // The mail has come, and its link is opened.
    learner.sees(".unconfirmed", "lanlan@example.org").await;
    learner.visit(&link(&story.app).await).await;
    learner.click(".auth__form button").await;
    learner.sees(".address", "lanlan@example.org").await;
    learner.visit(course.as_str().expect("a path")).await;
    learner.sees("h1", COURSE).await;

    learner.click(".course-hero__act form button").await;
    learner.find("[action$='/enrolment/end']").await;
    learner.photograph("03-course").await;
}
