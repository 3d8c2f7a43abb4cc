use super::Story;

/// Once the job has made it.
pub(super) async fn the_replay_plays(story: &Story, room: &str) {
    let learner = &story.learner;
    story.app.jobs_done().await;
    learner
        .click(&format!("#stage a[href='{room}/replay']"))
        .await;
    learner.find("video#film").await;
    learner
        .evaluate("return document.querySelector('#film').play()")
        .await;
    let moves = "const film = document.querySelector('#film'); \
                 return film.currentTime > 2 && film.getVideoPlaybackQuality().totalVideoFrames > 20";
    learner.wait_until(moves).await;
    learner
        .sees("#messages .message__body", "画面很清楚！")
        .await;
    learner.loses("#messages", "广告").await;
    learner.photograph("12-replay").await;
}
