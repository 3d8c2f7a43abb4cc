//! Danmaku over the picture: what is drawn is filtered, merged and thinned for the eye, and stands still for nobody who asks for
//! no motion.

use crate::support::{Browser, Class, Person, TestApp};

/// Begins a script with a stage of its own, 800 × 400, and lines for it.
const STAGE: &str = "
    const address = performance.getEntriesByType('resource').map(({ name }) => name).find((name) => name.includes('danmaku-stage'));
    const { DanmakuStage } = await import(address);
    const box = document.createElement('div');
    Object.assign(box.style, { position: 'fixed', inset: '0 auto auto 0', width: '800px', height: '400px', zIndex: 99 });
    const container = document.createElement('div');
    box.append(container);
    document.body.append(box);
    const stage = new DanmakuStage(container, { now: () => null });
    stage.choose({ area: 'full' });
    const line = (text, more = {}) => ({ id: crypto.randomUUID(), user: '1', text, colour: 'white', mode: 'scroll', at: null, isOwn: false, isTeacher: false, ...more });
    const drawn = async () => {
      await new Promise((done) => setTimeout(done, 400));
      return [...container.querySelectorAll('.danmaku-line')].map(({ textContent }) => textContent);
    };
";

async fn run(browser: &Browser, script: &str) -> Vec<String> {
    let script = format!("return (async () => {{ {STAGE} {script} }})()");
    let drawn = browser.evaluate(&script).await;
    let drawn = drawn.as_array().expect("lines").iter();
    drawn
        .map(|line| line.as_str().unwrap_or_default().to_owned())
        .collect()
}

async fn watch(app: &TestApp, class: &Class<'_>) -> Browser {
    let learner = Browser::open(&app.origin(), 1280, 800).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&format!("/live/{}", class.id)).await;
    learner.find("#stage video").await;
    learner
}

#[tokio::test]
async fn what_crosses_the_picture_is_filtered_merged_and_thinned_but_never_the_teachers() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let learner = watch(&app, &class).await;
    let filtered = run(
        &learner,
        "stage.choose({ words: ['剧透', 'SPOIL'], people: { 7: '小刚' } });
         for (const one of [line('这里有剧透'), line('no spoilers'), line('小刚说', { user: '7' }), line('我说剧透', { isOwn: true }), line('大家好')]) stage.add(one);
         return drawn();",
    )
    .await;
    assert_eq!(filtered, ["我说剧透", "大家好"]);
    let merged = run(
        &learner,
        "for (let one = 0; one < 5; one += 1) stage.add(line('懂了'));
         await drawn();
         stage.add(line('懂了'));
         return drawn();",
    )
    .await;
    assert_eq!(merged, ["懂了 ×6"], "in one moment and in the next");
    let thinned = run(
        &learner,
        "for (let one = 0; one < 300; one += 1) stage.add(line(`第 ${one} 条`));
         stage.add(line('老师说', { isTeacher: true }));
         stage.add(line('我说', { isOwn: true }));
         return drawn();",
    )
    .await;
    assert_eq!(thinned.len(), 62, "sixty of the rest");
    assert!(thinned.contains(&"老师说".to_owned()) && thinned.contains(&"我说".to_owned()));
    let sampled = run(
        &learner,
        "stage.now = () => 2000;
         for (let one = 0; one < 300; one += 1) stage.add(line(`第 ${one} 条`, { at: 1000 }));
         stage.release();
         return drawn();",
    )
    .await;
    assert_eq!(sampled.len(), 60);
    assert!(
        sampled.iter().any(|line| line == "第 295 条"),
        "evenly: {sampled:?}"
    );
    let still = run(
        &learner,
        "window.matchMedia = () => ({ matches: true, addEventListener() {} });
         const other = new DanmakuStage(container, { now: () => null });
         other.choose({});
         other.add(line('不要动'));
         return drawn();",
    )
    .await;
    assert!(still.is_empty(), "{still:?}");
    assert!(learner.complaints().await.is_empty());
    learner.close().await;
    app.finish().await;
}

#[tokio::test]
async fn a_viewers_words_and_people_are_remembered() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let assistant = app.assistant().await;
    let nonce = uuid::Uuid::now_v7().to_string();
    let fields = [("content", "大家好"), ("nonce", nonce.as_str())];
    let said = assistant
        .post_htmx(&format!("/live/{}/messages", class.id), &fields)
        .await;
    assert_eq!(said.status(), 200);
    let learner = watch(&app, &class).await;
    learner
        .evaluate("const words = document.querySelector('#danmaku-settings [name=words]'); words.value = '剧透'; words.dispatchEvent(new Event('input', { bubbles: true })); return null")
        .await;
    learner
        .evaluate("document.querySelector('#messages [data-hide-person]').click(); return null")
        .await;
    learner.visit(&format!("/live/{}", class.id)).await;
    learner
        .wait_until(
            "return document.querySelector('#danmaku-settings [name=words]')?.value === '剧透'",
        )
        .await;
    let hidden = learner
        .evaluate("return document.querySelectorAll('#danmaku-settings [data-people] li').length")
        .await;
    assert_eq!(hidden, 1);
    assert!(
        learner.text("#messages").await.contains("大家好"),
        "the list has everything"
    );
    learner.close().await;
    app.finish().await;
}

#[tokio::test]
async fn nothing_moves_over_the_picture_of_who_asks_for_reduced_motion() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (moving, still) = (watch(&app, &class).await, watch(&app, &class).await);
    still.ask_for_stillness().await;
    let assistant = app.assistant().await;
    let nonce = uuid::Uuid::now_v7().to_string();
    let fields = [("content", "大家好"), ("nonce", nonce.as_str())];
    let path = |rest: &str| format!("/live/{}/{rest}", class.id);
    let said = assistant.post_htmx(&path("messages"), &fields).await;
    assert_eq!(said.status(), 200);
    moving.sees("#danmaku .danmaku-line", "大家好").await;
    still.sees("#messages", "大家好").await;
    let waved = assistant
        .post_htmx(&path("emoji"), &[("emoji", "👍")])
        .await;
    assert_eq!(waved.status(), 204);
    still.sees(".stage__emoji-still", "👍 ×1").await;
    moving.sees(".stage__emoji span", "👍").await;
    let moves = "return document.getAnimations().filter(({ effect }) => effect?.target?.closest?.('#stage')).length";
    assert_eq!(still.evaluate(moves).await, 0);
    let drawn = "return document.getElementById('danmaku').checkVisibility() \
         ? document.querySelectorAll('#danmaku .danmaku-line').length : 0";
    assert_eq!(still.evaluate(drawn).await, 0);
    for browser in [moving, still] {
        browser.finish().await;
    }
    app.finish().await;
}
