//! Quick quizzes in a class: questions of the bank for a time that the server measures, one try each, marks in the grade
//! book, and nothing of the key for anybody before the results are shown.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::quizzes::{capital, essay, question, sum};
use crate::support::{Browser, Class, Client, Person, Socket, TestApp};

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}/quizzes{rest}", class.id)
}

async fn made(client: &Client, class: &Class<'_>, fields: &[(&str, &str)]) -> u16 {
    client.post_htmx(&path(class, ""), fields).await.status()
}

/// Makes one of these questions, as the teacher's page does.
pub async fn make(app: &TestApp, class: &Class<'_>, questions: &[i64], act: &str) -> i64 {
    let ids: Vec<String> = questions.iter().map(i64::to_string).collect();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("question", id.as_str())).collect();
    fields.extend([("title", "随堂小测"), ("limit", "60"), ("act", act)]);
    assert_eq!(made(&app.teacher().await, class, &fields).await, 204);
    app.count("SELECT max(id) AS n FROM live_quick_quizzes")
}

pub async fn step(client: &Client, class: &Class<'_>, quiz: i64, step: &str) -> u16 {
    let path = path(class, &format!("/{quiz}/{step}"));
    client.post_htmx(&path, &[]).await.status()
}

async fn answer(client: &Client, class: &Class<'_>, quiz: i64, fields: &[(&str, &str)]) -> u16 {
    let path = path(class, &format!("/{quiz}/answers"));
    client.post_htmx(&path, fields).await.status()
}

/// The name of the field of the question at this place.
pub fn field(app: &TestApp, quiz: i64, place: i64) -> String {
    let id = app.count(&format!(
        "SELECT id::bigint AS n FROM live_quick_questions WHERE quick_quiz_id = {quiz} AND place = {place}"
    ));
    format!("answer-{id}")
}

/// The text of the next frame that tells of quick quizzes.
async fn told(socket: &mut Socket) -> String {
    socket.event("quizzes").await.to_string()
}

#[tokio::test]
async fn a_quick_quiz_is_answered_marked_by_itself_and_shown_when_the_teacher_says_so() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let questions = [question(&app, &capital()), question(&app, &sum())];
    let quiz = make(&app, &class, &questions, "keep").await;
    let list = path(&class, "");
    assert!(!student.get(&list).await.html().has("[data-quick]"));
    assert_eq!(
        step(&teacher, &class, quiz, "opening").await,
        409,
        "not live"
    );
    class.start().await;
    let socket = format!("/live/{}/socket", class.id);
    let socket = app.socket(&socket, Some(Person::Xiaoming)).await;
    let mut page = socket.expect("a socket");
    page.resume(0).await;
    page.event("state").await;
    let socket = format!("/live/{}/socket", class.id);
    let socket = app.socket(&socket, Some(Person::Wang)).await;
    let mut staff = socket.expect("a socket");
    staff.resume(0).await;
    staff.event("state").await;
    let (first, second) = (field(&app, quiz, 1), field(&app, quiz, 2));
    let answers = [(first.as_str(), "1"), (second.as_str(), "3")];
    assert_eq!(
        answer(&student, &class, quiz, &answers).await,
        404,
        "not open"
    );
    assert_eq!(step(&teacher, &class, quiz, "opening").await, 204);
    let html = told(&mut page).await;
    assert!(
        html.contains("法国的首都") && html.contains(&first),
        "{html}"
    );
    assert_eq!(answer(&student, &class, quiz, &answers).await, 204);
    assert_eq!(answer(&student, &class, quiz, &answers).await, 409, "once");
    assert_eq!(
        staff.event("quiz-answers").await,
        json!({ quiz.to_string(): 1 })
    );
    let grade =
        "SELECT (points * 100)::bigint AS n FROM grades g JOIN grade_items i ON i.id = g.item_id
                 WHERE i.title = '随堂小测' AND i.max_points = 2 AND i.kind = 'quiz'";
    assert_eq!(app.count(grade), 100, "one of two");
    let posted = "SELECT count(*) AS n FROM grade_items WHERE title = '随堂小测' AND is_posted";
    assert_eq!(app.count(posted), 0);
    assert!(!student.get(&list).await.html().has("meter"));
    assert_eq!(step(&teacher, &class, quiz, "closing").await, 204);
    loop {
        let frame = page.frame().await;
        assert_ne!(
            frame["name"], "quiz-answers",
            "how many have answered is the staff's"
        );
        if frame["name"] == "quizzes" {
            break;
        }
    }
    assert!(
        !teacher.get(&list).await.html().has("meter"),
        "also not the staff's"
    );
    assert_eq!(step(&teacher, &class, quiz, "results").await, 204);
    let shown = student.get(&list).await.html();
    assert_eq!(shown.text(".quick__marks"), "你得了 1 分，满分 2 分");
    assert_eq!(
        shown.texts(".quick__bars [data-key=right] .quick__count")[0],
        "1 · 100 %"
    );
    assert_eq!(app.count(posted), 1);
    let own = format!("/courses/{}/grades", app.cast.course);
    assert!(student.get(&own).await.text().contains("随堂小测"));
    assert_eq!(step(&teacher, &class, quiz, "opening").await, 409);
    assert_eq!(step(&teacher, &class, quiz, "deletion").await, 409);
    app.finish().await;
}

/// Row Z3.
#[tokio::test]
async fn nothing_of_the_key_reaches_anybody_before_the_results_are_shown() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let named = |body: Value| {
        json!({ "title": "canary-name", "stem": "这一题问什么？____", "points": "1",
                "feedback": "canary-general", "body": body })
    };
    let option = |text: &str, weight: &str| json!({ "text": text, "weight": weight, "feedback": "canary-option" });
    let questions: Vec<i64> = [
        json!({ "type": "single_choice", "options": [option("对", "0.731977"), option("错", "0"), option("全对", "1")] }),
        json!({ "type": "true_false", "is_true": true, "feedback_right": "canary-truth", "feedback_wrong": "canary-truth" }),
        json!({ "type": "fill_blank", "blanks": [{ "answers": ["canary-blank"] }] }),
        json!({ "type": "short_answer", "answers": [{ "text": "canary-short", "credit": "1", "feedback": "" }] }),
        json!({ "type": "numeric", "answers": [
            { "accepted": { "is": "near", "value": "8731977.25", "tolerance": "0" }, "credit": "1", "feedback": "canary-numeric" },
        ] }),
    ]
    .into_iter()
    .map(|body| question(&app, &named(body)))
    .collect();
    class.start().await;
    let socket = format!("/live/{}/socket", class.id);
    let socket = app.socket(&socket, Some(Person::Xiaoming)).await;
    let mut page = socket.expect("a socket");
    page.resume(0).await;
    page.event("state").await;
    let ids: Vec<String> = questions.iter().map(i64::to_string).collect();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("question", id.as_str())).collect();
    fields.extend([("limit", "60"), ("act", "open")]);
    assert_eq!(made(&app.teacher().await, &class, &fields).await, 204);
    let quiz = app.count("SELECT max(id) AS n FROM live_quick_quizzes");
    let student = app.student().await;
    let room = format!("/live/{}", class.id);
    let grades = format!("/courses/{}/grades", app.cast.course);
    let mut seen = vec![told(&mut page).await];
    let truth = field(&app, quiz, 2);
    assert_eq!(
        answer(&student, &class, quiz, &[(&truth, "true")]).await,
        204
    );
    for _ in 0..2 {
        for address in [&room, &path(&class, ""), &grades, &format!("{room}/stage")] {
            seen.push(student.get(address).await.everything());
        }
        let teacher = app.teacher().await;
        seen.push(teacher.get(&path(&class, "")).await.everything());
        if step(&teacher, &class, quiz, "closing").await == 204 {
            seen.push(told(&mut page).await);
        }
    }
    for (at, text) in seen.iter().enumerate() {
        for canary in ["canary", "731977", "meter", "data-key"] {
            assert!(!text.contains(canary), "{canary} in {at}: {text}");
        }
    }
    let given = "SELECT count(*) AS n FROM grades WHERE points > 0";
    assert_eq!(app.count(given), 1, "though it is marked already");
    assert_eq!(
        step(&app.teacher().await, &class, quiz, "results").await,
        204
    );
    let told = told(&mut page).await;
    assert!(told.contains("canary-short") && told.contains("8731977.25"));
    assert!(!told.contains("canary-name"), "{told}");
    app.finish().await;
}

#[tokio::test]
async fn the_servers_clock_ends_a_quick_quiz_and_each_learner_of_the_course_has_one_try() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let questions = [question(&app, &sum())];
    let quiz = make(&app, &class, &questions, "open").await;
    let first = field(&app, quiz, 1);
    let student = app.student().await;
    let two = [(first.as_str(), "2")];
    let tries = (0..5).map(|_| answer(&student, &class, quiz, &two));
    let answers = join_all(tries).await;
    assert_eq!(
        answers.iter().filter(|status| **status == 204).count(),
        1,
        "{answers:?}"
    );
    let long = "2".repeat(2001);
    assert_eq!(
        answer(&student, &class, quiz, &[(&first, &long)]).await,
        422
    );
    assert_eq!(
        answer(&app.assistant().await, &class, quiz, &[(&first, "2")]).await,
        409,
        "takes no course"
    );
    assert_eq!(
        answer(&app.other_student().await, &class, quiz, &[(&first, "2")]).await,
        404
    );
    assert_eq!(
        answer(&app.anonymous(), &class, quiz, &[(&first, "2")]).await,
        401
    );
    app.execute("DELETE FROM live_quick_attempts");
    app.execute("DELETE FROM live_quick_answers");
    app.execute("UPDATE live_quick_quizzes SET closes_at = now() - interval '3 seconds'");
    assert_eq!(
        answer(&student, &class, quiz, &[(&first, "2")]).await,
        409,
        "late"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM live_quick_attempts"),
        0
    );
    let list = student.get(&path(&class, "")).await.html();
    assert_eq!(list.attribute(".quick", "data-state"), "closed");
    let other = make(&app, &class, &questions, "open").await;
    let first = field(&app, other, 1);
    assert_eq!(answer(&student, &class, other, &[(&first, "2")]).await, 204);
    make(&app, &class, &questions, "open").await;
    let open = "SELECT count(*) AS n FROM live_quick_quizzes WHERE closed_at IS NULL AND closes_at > now()";
    assert_eq!(app.count(open), 1, "another one closes it");
    app.finish().await;
}

#[tokio::test]
async fn only_who_runs_the_class_makes_quick_quizzes_and_only_of_what_marks_itself() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (teacher, own) = (app.teacher().await, question(&app, &sum()).to_string());
    let by_hand = question(&app, &essay()).to_string();
    for (fields, what) in [
        (
            vec![("question", by_hand.as_str()), ("limit", "60")],
            "an essay",
        ),
        (
            vec![("question", "999999"), ("limit", "60")],
            "of another bank",
        ),
        (vec![("limit", "60")], "nothing"),
        (
            vec![("question", own.as_str()), ("limit", "5")],
            "too short",
        ),
    ] {
        assert_eq!(made(&teacher, &class, &fields).await, 422, "{what}");
    }
    let quiz = make(&app, &class, &[own.parse().unwrap()], "keep").await;
    let steps = ["opening", "closing", "results", "deletion"];
    for (client, status) in [
        (app.student().await, 403),
        (app.assistant().await, 403),
        (app.other_student().await, 404),
        (app.other_teacher().await, 404),
        (app.anonymous(), 401),
    ] {
        let fields = [("question", own.as_str()), ("limit", "60")];
        assert_eq!(made(&client, &class, &fields).await, status);
        for what in steps {
            assert_eq!(step(&client, &class, quiz, what).await, status, "{what}");
        }
    }
    let other = app.plan_open_class().await;
    other.start().await;
    let fields = [("question", own.as_str()), ("limit", "60")];
    assert_eq!(
        made(&teacher, &other, &fields).await,
        409,
        "no course, no bank"
    );
    for what in steps {
        assert_eq!(step(&teacher, &other, quiz, what).await, 404, "{what}");
    }
    assert_eq!(step(&teacher, &class, quiz, "deletion").await, 204);
    assert_eq!(app.count("SELECT count(*) AS n FROM live_quick_quizzes"), 0);
    app.finish().await;
}

#[tokio::test]
async fn without_scripts_a_quick_quiz_is_made_refused_in_words_and_answered() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let id = question(&app, &capital()).to_string();
    let (student, teacher) = (app.student().await, app.teacher().await);
    let room = format!("/live/{}", class.id);
    let form = teacher.get(&room).await.html().form("form#quick-form");
    let refused = teacher.submit(&form.with("limit", "7200")).await;
    assert_eq!(refused.status(), 422);
    let page = refused.html();
    assert!(page.has("#quick-questions-error") && page.has("#limit-error"));
    assert_eq!(page.attribute("#limit", "value"), "7200");
    let form = page.form("form#quick-form").and("question", &id);
    let form = form.with("limit", "30").and("act", "open");
    assert_eq!(teacher.submit(&form).await.status(), 303);
    let quiz = app.count("SELECT max(id) AS n FROM live_quick_quizzes");
    let form = student.get(&room).await.html().form("form.quick__form");
    let form = form.and(&field(&app, quiz, 1), "1");
    assert_eq!(student.submit(&form).await.status(), 303);
    let right = "SELECT count(*) AS n FROM live_quick_answers WHERE credit = 1";
    assert_eq!(app.count(right), 1);
    assert!(!student.get(&room).await.html().has("form.quick__form"));
    app.finish().await;
}

#[tokio::test]
async fn many_quick_quizzes_ask_no_more_of_the_database_than_few() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let questions = [question(&app, &capital()), question(&app, &sum())];
    let (teacher, student) = (app.teacher().await, app.student().await);
    let mut asked = Vec::new();
    for _ in 0..2 {
        for _ in 0..4 {
            let quiz = make(&app, &class, &questions, "open").await;
            let first = field(&app, quiz, 1);
            assert_eq!(answer(&student, &class, quiz, &[(&first, "1")]).await, 204);
            assert_eq!(step(&teacher, &class, quiz, "results").await, 204);
        }
        // Pages are still being told of the last ones: the fewest are those of the list itself.
        let mut fewest = usize::MAX;
        for _ in 0..6 {
            let before = app.queries_about(&["live_quick"]);
            student.get(&path(&class, "")).await;
            fewest = fewest.min(app.queries_about(&["live_quick"]) - before);
        }
        asked.push(fewest);
    }
    assert_eq!(asked[0], asked[1]);
    app.finish().await;
}

#[tokio::test]
async fn in_two_browsers_a_quick_quiz_comes_over_the_picture_and_its_results_too() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    question(&app, &capital());
    let room = format!("/live/{}", class.id);
    let learner = Browser::open(&app.origin(), 390, 844).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    learner.find("#stage video").await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{room}/studio")).await;
    teacher.click("[data-panels] a[href='#quizzes']").await;
    teacher.click(".quicks__new summary").await;
    teacher
        .type_into(".quicks__new [data-filter]", "首都")
        .await;
    teacher.click("#quick-bank label.choice").await;
    teacher.photograph("quick-quiz-new").await;
    teacher.click("#quick-form [value=open]").await;
    learner.sees(".stage__quick legend", "法国的首都").await;
    learner.photograph("quick-quiz-over-the-picture").await;
    learner
        .click_text(".stage__quick label.option", "巴黎")
        .await;
    learner.click(".stage__quick .quick__form button").await;
    learner
        .wait_until("return !document.querySelector('.stage__quick')")
        .await;
    teacher.sees("#quizzes [data-answers]", "1 人已交").await;
    teacher
        .click("#quizzes form[action$='/results'] button")
        .await;
    learner
        .sees(".stage__quick [data-key=right] .quick__count", "1 · 100 %")
        .await;
    learner.sees(".quick__marks", "你得了 1 分").await;
    learner.photograph("quick-quiz-results").await;
    teacher.photograph("quick-quiz-results-studio").await;
    for browser in [&teacher, &learner] {
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    teacher.close().await;
    app.finish().await;
}
