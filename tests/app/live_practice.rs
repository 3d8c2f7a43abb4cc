//! Quick quizzes of a class as practice beside its replay: at their moments, with the key after the answers, and kept nowhere.

use lectern::live::Picture;

use crate::live_quizzes::{field, make, step};
use crate::quizzes::{capital, question, sum};
use crate::support::{Browser, Class, Client, Person, TestApp, eventually};

fn path(class: &Class<'_>, quiz: i64) -> String {
    format!("/live/{}/replay/quizzes/{quiz}", class.id)
}

/// What only the key and what is said after an answer hold.
const KEY: [&str; 3] = ["canary", "data-key", "question__result"];

/// Rows Z3, Z13.
#[tokio::test]
async fn beside_the_replay_a_quick_quiz_is_done_again_with_its_key_after_the_answers_and_no_marks()
{
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let encoder = class.publish();
    class.shows(Picture::Playing).await;
    let teacher = app.teacher().await;
    let questions = [question(&app, &capital()), question(&app, &sum())];
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let shown = make(&app, &class, &questions, "open").await;
    assert_eq!(step(&teacher, &class, shown, "results").await, 204);
    let kept_back = make(&app, &class, &questions, "open").await;
    assert_eq!(step(&teacher, &class, kept_back, "closing").await, 204);
    let never_asked = make(&app, &class, &questions, "keep").await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    encoder.kill().await;
    class.end().await;
    let student = app.student().await;
    let replay = format!("/live/{}/replay", class.id);
    eventually("the replay is ready", async || {
        student.get(&replay).await.html().has("#film")
    })
    .await;

    it_stands_at_its_moment(&student, &replay, shown).await;
    the_key_comes_after_all_answers(&app, &class, &student, shown).await;
    for quiz in [kept_back, never_asked] {
        let answers = [(&*field(&app, quiz, 1), "1"), (&*field(&app, quiz, 2), "2")];
        assert_eq!(student.get(&path(&class, quiz)).await.status(), 404);
        let refused = student.post(&path(&class, quiz), &answers).await;
        assert_eq!(refused.status(), 404, "its teacher has kept it back");
    }
    others_do_not_reach_it(&app, &class, &student, &teacher, shown).await;
    in_a_browser(&app, &replay, shown).await;

    let kept = "SELECT (SELECT count(*) FROM live_quick_attempts)
                     + (SELECT count(*) FROM live_quick_answers) + (SELECT count(*) FROM grades) AS n";
    assert_eq!(app.count(kept), 0, "it is practice");
    many_ask_no_more_than_few(&app, &student, &replay, shown).await;
    app.finish().await;
}

async fn it_stands_at_its_moment(student: &Client, replay: &str, quiz: i64) {
    let answer = student.get(replay).await;
    let page = answer.html();
    assert_eq!(page.count("#quizzes .quick"), 1, "the one that was shown");
    let links = page.attributes("#film-line li[data-kind=quiz] a", "href");
    assert_eq!(links.len(), 2, "{links:?}");
    assert!(links[0].ends_with(&format!("#quiz-{quiz}")), "{links:?}");
    assert!(!links[1].contains('#'), "{links:?}");
    let [mark, place] = [
        "#film-line li[data-kind=quiz]:first-child a",
        "#quizzes .quick__moment",
    ]
    .map(|link| page.attributes(link, "data-jump"));
    assert!(mark.is_empty() || mark == place, "{mark:?} {place:?}");
    let at: i64 = place[0].parse().expect("a moment");
    assert!((500..8_000).contains(&at), "{at}");
    for key in KEY {
        assert!(!answer.text().contains(key), "{key} before an answer");
    }
}

async fn the_key_comes_after_all_answers(
    app: &TestApp,
    class: &Class<'_>,
    student: &Client,
    quiz: i64,
) {
    let (first, second) = (field(app, quiz, 1), field(app, quiz, 2));
    let replay = format!("/live/{}/replay", class.id);
    let form = student.get(&replay).await.html();
    let form = form.form("#quizzes form.quick__form").and(&first, "0");
    for form in [
        form,
        student
            .get(&replay)
            .await
            .html()
            .form("#quizzes form.quick__form"),
    ] {
        let partial = student.submit(&form).await;
        assert_eq!(partial.status(), 422);
        for key in KEY {
            assert!(!partial.text().contains(key), "{key} for half an answer");
        }
        assert!(partial.html().has("#quizzes [role=alert]") && partial.html().has("#film"));
    }
    let long = "2".repeat(2001);
    let refused = student
        .post(&path(class, quiz), &[(&first, "0"), (&second, &long)])
        .await;
    assert_eq!(refused.status(), 422);

    let answers = [(first.as_str(), "0"), (second.as_str(), "2")];
    let whole = student.post(&path(class, quiz), &answers).await;
    assert_eq!(whole.status(), 200);
    let page = whole.html();
    assert!(page.has("#film"), "without scripts the replay is around it");
    assert_eq!(
        page.count("#quizzes .option[data-key=wrong] input[checked]"),
        1
    );
    assert!(
        page.text("#quizzes .option[data-key=right]")
            .contains("巴黎")
    );
    assert_eq!(
        page.attributes("#quizzes .question__result", "data-state"),
        ["wrong", "right"]
    );
    assert!(
        whole.text().contains("canary-lyon"),
        "what the teacher says to it"
    );
    let alone = student.post_htmx(&path(class, quiz), &answers).await;
    assert_eq!(alone.status(), 200);
    assert!(!alone.html().has("#film") && alone.text().contains("canary-lyon"));
    let again = student.get(&path(class, quiz)).await;
    assert_eq!(again.html().count("form.quick__form"), 1);
    for key in KEY {
        assert!(!again.text().contains(key), "{key} when it begins anew");
    }
}

async fn others_do_not_reach_it(
    app: &TestApp,
    class: &Class<'_>,
    student: &Client,
    teacher: &Client,
    quiz: i64,
) {
    let (first, second) = (field(app, quiz, 1), field(app, quiz, 2));
    let answers = [(first.as_str(), "1"), (second.as_str(), "2")];
    let one = path(class, quiz);
    for stranger in [app.other_student().await, app.other_teacher().await] {
        assert_eq!(stranger.get(&one).await.status(), 404);
        assert_eq!(stranger.post(&one, &answers).await.status(), 404);
    }
    let guest = app.anonymous();
    assert_eq!(guest.get(&one).await.status(), 404);
    assert_eq!(guest.post_htmx(&one, &answers).await.status(), 401);
    let other = app.plan_class().await;
    assert_eq!(student.get(&path(&other, quiz)).await.status(), 404);
    let hide = format!("/live/{}/replay/publication", class.id);
    let hidden = teacher.post(&hide, &[("published", "false")]).await;
    assert_eq!(hidden.status(), 303);
    assert_eq!(student.post(&one, &answers).await.status(), 404, "hidden");
    assert_eq!(app.assistant().await.get(&one).await.status(), 200);
    teacher.post(&hide, &[("published", "true")]).await;
}

async fn in_a_browser(app: &TestApp, replay: &str, quiz: i64) {
    let learner = Browser::open(&app.origin(), 390, 844).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(replay).await;
    learner
        .click(&format!("#film-line a[href$='#quiz-{quiz}']"))
        .await;
    learner.find("#quizzes:not([hidden]) .quick__form").await;
    learner.click_text("#quizzes label.option", "巴黎").await;
    learner
        .type_into("#quizzes .quick__form input[type=text]", "3")
        .await;
    learner
        .evaluate("document.getElementById('film').dataset.same = 'yes'; return null")
        .await;
    learner.click("#quizzes .quick__form button").await;
    learner
        .sees("#quizzes .option[data-key=right]", "巴黎")
        .await;
    learner.find("#film[data-same]").await;
    learner.photograph("practice-beside-the-replay").await;
    learner.click("#quizzes [hx-get]").await;
    learner.find("#quizzes .quick__form").await;
    learner.finish().await;
}

async fn many_ask_no_more_than_few(app: &TestApp, student: &Client, replay: &str, quiz: i64) {
    let count = async || {
        let before = app.queries_about(&["live_quick", "question_versions"]);
        assert_eq!(student.get(replay).await.status(), 200);
        app.queries_about(&["live_quick", "question_versions"]) - before
    };
    let few = count().await;
    for _ in 0..6 {
        app.execute(&format!(
            "WITH copy AS (
                 INSERT INTO live_quick_quizzes (live_room_id, course_id, title, seconds, opened_at, closes_at, closed_at, shown_at)
                 SELECT live_room_id, course_id, title, seconds, opened_at, closes_at, closed_at, shown_at
                 FROM live_quick_quizzes WHERE id = {quiz} RETURNING id)
             INSERT INTO live_quick_questions (quick_quiz_id, place, question_id, version, arrangement)
             SELECT copy.id, place, question_id, version, arrangement FROM copy, live_quick_questions
             WHERE quick_quiz_id = {quiz}"
        ));
    }
    assert_eq!(count().await, few);
    assert_eq!(student.get(replay).await.html().count("#quizzes .quick"), 7);
}
