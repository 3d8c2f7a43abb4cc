//! The question bank: written by writers of the course alone, never lost, never told to learners.

use super::{capital, hand_in, option, page, question, quiz_lesson, save, set_up, start, sum};
use crate::support::TestApp;

/// The form of a single choice.
fn choice<'a>(stem: &'a str, version: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("type", "single_choice"),
        ("version", version),
        ("rows", "3"),
        ("stem", stem),
        ("points", "2"),
        ("tags", "地理，第一章"),
        ("text-0", "里昂"),
        ("text-1", "巴黎"),
        ("right-1", "on"),
        ("do", "save"),
    ]
}

/// The rest of a form of each type, as a teacher fills it in.
const TYPES: [(&str, &[(&str, &str)]); 11] = [
    (
        "single_choice",
        &[
            ("rows", "2"),
            ("text-0", "a"),
            ("text-1", "b"),
            ("right-1", "on"),
        ],
    ),
    (
        "multiple_choice",
        &[
            ("rows", "2"),
            ("text-0", "a"),
            ("text-1", "b"),
            ("right-0", "on"),
            ("policy", "exam"),
            ("partial", "50"),
        ],
    ),
    (
        "indeterminate_choice",
        &[
            ("rows", "2"),
            ("text-0", "a"),
            ("weight-0", "100"),
            ("text-1", "b"),
            ("weight-1", "-50"),
            ("policy", "weights"),
        ],
    ),
    ("true_false", &[("truth", "false")]),
    ("fill_blank", &[("rows", "1"), ("text-0", "水\nH2O")]),
    (
        "short_answer",
        &[
            ("rows", "2"),
            ("text-0", "北京*"),
            ("text-1", "京"),
            ("weight-1", "50"),
        ],
    ),
    ("numeric", &[("rows", "1"), ("text-0", "3.14 ± 0.01")]),
    (
        "matching",
        &[
            ("rows", "2"),
            ("text-0", "a"),
            ("second-0", "1"),
            ("text-1", "b"),
            ("second-1", "2"),
            ("distractors", "3"),
        ],
    ),
    (
        "ordering",
        &[
            ("rows", "2"),
            ("text-0", "a"),
            ("text-1", "b"),
            ("order_policy", "subsequence"),
        ],
    ),
    ("essay", &[("guidance", "看论据")]),
    ("file", &[]),
];

#[tokio::test]
async fn a_question_of_every_type_is_written_and_its_form_saves_what_it_shows() {
    let app = TestApp::start().await;
    let (teacher, bank) = (app.teacher().await, bank(&app));
    for (kind, rest) in TYPES {
        let shown = teacher.get(&format!("{bank}/new?type={kind}")).await;
        assert!(shown.html().has("#preview fieldset"), "{shown:?}");
        let mut form = vec![("type", kind), ("stem", "问"), ("points", "1")];
        form.extend_from_slice(rest);
        let saved = teacher.post(&bank, &form).await;
        assert_eq!(saved.status(), 303, "{kind}: {saved:?}");
        let page = teacher.follow(&saved).await.html();
        let again = teacher.submit(&page.form("#question-form")).await;
        assert_eq!(again.status(), 303, "{kind}: {again:?}");
    }
    let versions = "SELECT count(*) AS n FROM question_versions";
    assert_eq!(
        app.count(versions),
        11,
        "saving what was there writes nothing"
    );
    assert_eq!(teacher.get(&bank).await.html().count(".bank__line"), 11);
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_named_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let (teacher, bank) = (app.teacher().await, bank(&app));
    let mut form = choice("", "0");
    form.retain(|(name, _)| *name != "right-1");
    let wrong = teacher.post(&bank, &form).await;
    assert_eq!(wrong.status(), 422);
    let page = wrong.html();
    assert!(page.has("#stem-error") && !page.has("#question-form .notice"));
    assert_eq!(page.text("#text-1"), "巴黎");
    form.retain(|(name, _)| *name != "stem");
    form.push(("stem", "首都？"));
    assert!(teacher.post(&bank, &form).await.html().has("#rows-error"));
    assert_eq!(app.count("SELECT count(*) AS n FROM questions"), 0);
    app.finish().await;
}

#[tokio::test]
async fn rows_are_added_moved_and_removed_without_a_script_and_without_saving() {
    let app = TestApp::start().await;
    let (teacher, bank) = (app.teacher().await, bank(&app));
    let mut form = choice("首都？", "0");
    let mut press = |act: &'static str| {
        form.retain(|(name, _)| *name != "do");
        form.push(("do", act));
        form.clone()
    };
    let texts = async |form: Vec<(&str, &str)>| {
        let page = teacher.post(&bank, &form).await;
        assert_eq!(page.status(), 200);
        page.html().texts(".question-row__fields > textarea")
    };
    assert_eq!(texts(press("add")).await, ["里昂", "巴黎", "", ""]);
    assert_eq!(texts(press("up-1")).await, ["巴黎", "里昂", ""]);
    assert_eq!(texts(press("remove-0")).await, ["巴黎", ""]);
    assert_eq!(texts(press("down-2")).await, ["里昂", "巴黎", ""]);
    assert_eq!(app.count("SELECT count(*) AS n FROM questions"), 0);
    app.finish().await;
}

#[tokio::test]
async fn the_later_of_two_editors_is_told_and_loses_nothing() {
    let app = TestApp::start().await;
    let id = question(&app, &capital());
    let (teacher, path) = (app.teacher().await, format!("{}/{id}", bank(&app)));
    let saved = teacher.post(&path, &choice("首都是？", "1")).await;
    assert_eq!(saved.status(), 303, "{saved:?}");
    let late = teacher.post(&path, &choice("哪里是首都？", "1")).await;
    assert_eq!(late.status(), 409);
    let page = late.html();
    assert_eq!(page.text("#stem"), "哪里是首都？");
    assert_eq!(
        app.count("SELECT current_version::bigint AS n FROM questions"),
        2
    );
    let again = teacher.submit(&page.form("#question-form")).await;
    assert_eq!(again.status(), 303, "now knowingly");
    assert_eq!(app.count("SELECT count(*) AS n FROM question_versions"), 3);
    app.finish().await;
}

#[tokio::test]
async fn a_changed_key_leads_to_the_regrade_of_each_quiz_that_asked() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let chosen = option(&page(&learner, attempt).await, 1, "里昂");
    save(&learner, attempt, 1, 1, &chosen).await;
    hand_in(&learner, attempt).await;
    let teacher = app.teacher().await;
    // Asked by chance from now on; whoever got it keeps it.
    app.execute("UPDATE quiz_slots SET question_id = NULL, draw_count = 1, draw_tag = '地理'");
    let path = format!("{}/{}", bank(&app), paper.questions[0]);
    let mut form = teacher.get(&path).await.html().form("#question-form");
    form.fields.retain(|(name, _)| !name.starts_with("right-"));
    form.fields.push(("right-0".into(), "on".into()));
    let saved = teacher.submit(&form).await;
    let shown = teacher.follow(&saved).await.html();
    let regrade = shown.attribute("#quizzes a.button", "href");
    let tried = teacher.get(&regrade).await;
    assert_eq!(
        tried.html().count("#dry-run tr[data-changed]"),
        1,
        "{tried:?}"
    );
    app.finish().await;
}

#[tokio::test]
async fn only_writers_of_the_course_see_the_bank() {
    let app = TestApp::start().await;
    let id = question(&app, &capital());
    let path = format!("{}/{id}", bank(&app));
    for stranger in [
        app.student().await,
        app.other_teacher().await,
        app.assistant().await,
    ] {
        for page in [bank(&app), format!("{}/new", bank(&app)), path.clone()] {
            let answer = stranger.get(&page).await;
            assert_eq!(answer.status(), 404, "{answer:?}");
            assert!(!answer.text().contains("canary"));
        }
        let saved = stranger.post(&path, &choice("别的", "1")).await;
        assert_eq!(saved.status(), 404);
        let retired = stranger.post(&format!("{path}/retirement"), &[]).await;
        assert_eq!(retired.status(), 404);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM question_versions"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_retired_question_leaves_the_list_and_comes_back() {
    let app = TestApp::start().await;
    let id = question(&app, &capital());
    question(&app, &sum());
    let (teacher, bank) = (app.teacher().await, bank(&app));
    let line = format!("#question-{id}");
    teacher.post(&format!("{bank}/{id}/retirement"), &[]).await;
    assert!(!teacher.get(&bank).await.html().has(&line));
    let retired = format!("{bank}?show=retired");
    assert!(teacher.get(&retired).await.html().has(&line));
    teacher.post(&format!("{bank}/{id}/restoration"), &[]).await;
    assert!(teacher.get(&bank).await.html().has(&line));
    let found = teacher.get(&format!("{bank}?q=法国")).await.html();
    assert_eq!(found.count(".bank__line"), 1);
    let apart = teacher.get(&format!("{bank}?q=首都 法国")).await.html();
    assert_eq!(
        apart.count(".bank__line"),
        1,
        "words are looked for one by one"
    );
    let none = teacher.get(&format!("{bank}?q=首都 德国")).await.html();
    assert_eq!(none.count(".bank__line"), 0);
    let numbers = teacher.get(&format!("{bank}?type=numeric")).await.html();
    assert!(numbers.count(".bank__line") == 1 && !numbers.has(&line));
    app.finish().await;
}

#[tokio::test]
async fn a_question_written_for_a_quiz_is_asked_by_it_at_once() {
    let app = TestApp::start().await;
    let (teacher, lesson) = (app.teacher().await, quiz_lesson(&app));
    let lesson = lesson.to_string();
    let mut form = choice("首都？", "0");
    form.push(("lesson", &lesson));
    let saved = teacher.post(&bank(&app), &form).await;
    assert!(saved.location().ends_with("/quiz/edit#slots"), "{saved:?}");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM quiz_slots WHERE points = 2"),
        1
    );
    let foreign = teacher
        .get(&format!("{}/new?lesson={}", bank(&app), i64::MAX))
        .await;
    assert_eq!(foreign.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn the_list_asks_the_database_as_often_for_many_as_for_few() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let mut asked = Vec::new();
    for _ in 0..2 {
        for _ in 0..5 {
            question(&app, &sum());
        }
        let before = app.queries_about(&["questions", "question_tags", "quiz_slots"]);
        teacher.get(&bank(&app)).await;
        asked.push(app.queries_about(&["questions", "question_tags", "quiz_slots"]) - before);
    }
    assert!(asked[0] > 0 && asked[0] == asked[1], "{asked:?}");
    app.finish().await;
}

fn bank(app: &TestApp) -> String {
    format!("/courses/{}/questions", app.cast.course)
}
