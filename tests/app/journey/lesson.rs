use std::time::Duration;

use super::Story;

pub(super) async fn half_a_video_is_watched_and_the_progress_says_so(story: &Story) {
    let learner = &story.learner;
    learner.click_text("#contents a", "五分钟看懂所有权").await;
    learner.find(".player video").await;
    let video = "document.querySelector('.player video')";
    learner.evaluate(&format!("return {video}.play()")).await;
    // The page reports every ten seconds; half of it takes eighteen.
    learner
        .wait_until_within(Duration::from_secs(90), &watched("p => p >= 45 && p < 90"))
        .await;
    learner.evaluate(&format!("{video}.pause()")).await;
    learner.photograph("04-lesson").await;

    // The server has it: the page of another visit says the same, and goes on where the learner stopped.
    let address = learner.evaluate("return location.pathname").await;
    learner.visit("/learning").await;
    learner
        .visit(address.as_str().expect("the lesson's address"))
        .await;
    learner.wait_until(&watched("p => p >= 45 && p < 90")).await;
    learner
        .wait_until("return document.querySelector('.player video').currentTime > 15")
        .await;
}

/// Whether the percentage that the page shows is as this says.
fn watched(holds: &str) -> String {
    format!("return ({holds})(document.querySelector('#lesson-progress progress')?.value ?? -1)")
}
