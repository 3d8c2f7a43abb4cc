//! Words that stand in keys, weights and feedback alone are planted in a question of every type and looked for in all that
//! a learner can get hold of before release (row Z3): pages, fragments, headers, redirects, JSON, sockets, names of files.

use std::time::Duration;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{attempt_in, hand_in, page, save, set_up};
use crate::support::{Answer, Client, Person, Route, TestApp};

/// Weights and credits that no page would show by chance.
const WEIGHT: &str = "0.731977";
const NUMBER: &str = "8731977.25";

/// What a learner sees of these once all is released.
const RELEASED: [&str; 2] = ["canary-general-1", "canary-blank"];

/// A question of every type. All that begins with `canary` is for the teacher until it is released.
fn questions() -> Vec<Value> {
    let option = |text: &str, weight: &str, feedback: &str| json!({ "text": text, "weight": weight, "feedback": feedback });
    let right = || option("对的", WEIGHT, "canary-option-right");
    let options = || {
        json!([
            right(),
            option("错的", "-0.5", "canary-option-wrong"),
            option("也对", "0.268023", "")
        ])
    };
    let whole = json!([
        option("对的", "1", "canary-option-right"),
        option("错的", "0", "canary-option-wrong")
    ]);
    let bodies = [
        json!({ "type": "single_choice", "options": [right(), option("错的", "0", "canary-option-wrong"), option("全对", "1", "")] }),
        json!({ "type": "multiple_choice", "options": options(), "policy": { "policy": "weights" } }),
        json!({ "type": "indeterminate_choice", "options": whole, "policy": { "policy": "exam", "partial": WEIGHT } }),
        json!({ "type": "true_false", "is_true": true, "feedback_right": "canary-truth", "feedback_wrong": "canary-truth" }),
        json!({ "type": "fill_blank", "blanks": [{ "answers": ["canary-blank", "canary-other-blank"] }] }),
        json!({ "type": "short_answer", "answers": [
            { "text": "canary-short", "credit": "1", "feedback": "canary-short-feedback" },
            { "text": "canary-*-wild", "credit": WEIGHT, "feedback": "" },
        ] }),
        json!({ "type": "numeric", "answers": [
            { "accepted": { "is": "near", "value": NUMBER, "tolerance": WEIGHT }, "credit": "1", "feedback": "canary-numeric" },
        ] }),
        json!({ "type": "matching", "pairs": [{ "left": "北京", "right": "中国" }, { "left": "巴黎", "right": "法国" }], "distractors": ["日本"] }),
        json!({ "type": "ordering", "items": ["一", "二", "三"], "policy": "subsequence" }),
        json!({ "type": "essay", "guidance": "canary-guidance" }),
        json!({ "type": "file", "guidance": "canary-guidance" }),
    ];
    let numbered = bodies.into_iter().enumerate();
    numbered
        .map(|(number, body)| {
            json!({
                "title": "canary-name", "stem": format!("第 {} 题：____", number + 1), "points": "1",
                "feedback": format!("canary-general-{}", number + 1), "body": body,
            })
        })
        .collect()
}

/// All of an answer, as it came over the wire.
struct Seen(Vec<(String, String)>);

impl Seen {
    fn note(&mut self, about: impl Into<String>, answer: &Answer) {
        self.0.push((about.into(), answer.everything()));
    }

    /// Where one of the planted words stands.
    fn leaks(&self) -> Vec<String> {
        let mut leaks = Vec::new();
        for (about, text) in &self.0 {
            for canary in ["canary", WEIGHT, "731977", NUMBER] {
                if let Some(at) = text.find(canary) {
                    let near: String = text[at..].chars().take(40).collect();
                    leaks.push(format!("{about}: {near}"));
                }
            }
        }
        leaks
    }
}

struct Walk<'a> {
    app: &'a TestApp,
    learner: &'a Client,
    ids: [(&'static str, i64); 5],
}

impl Walk<'_> {
    /// Every address that the program has, about the things of this quiz.
    fn addresses(&self) -> Vec<String> {
        let fill = |route: &Route| {
            let mut path = String::new();
            let mut rest = route.pattern.as_str();
            while let Some((before, after)) = rest.split_once('{') {
                let (name, after) = after.split_once('}').expect("a whole placeholder");
                let name = name.split(':').next().unwrap_or(name);
                let known = self.ids.iter().find(|(known, _)| *known == name);
                path += before;
                path += &known.map_or("1".to_owned(), |(_, id)| id.to_string());
                rest = after.trim_start_matches('}');
            }
            path + rest
        };
        let routes = Route::reading().into_iter();
        routes
            .filter(|route| !route.pattern.ends_with("/socket"))
            .map(|route| fill(&route))
            .collect()
    }

    /// Opens all of them, as pages and as fragments, and every file that they link to.
    async fn look(&self, seen: &mut Seen) {
        for path in self.addresses() {
            let whole = self.learner.get(&path).await;
            let fragment = self.learner.request(Method::GET, &path);
            let fragment = self
                .learner
                .send(fragment.header("HX-Request", "true"))
                .await;
            for link in links(&whole) {
                let about = format!("{link} from {path}");
                seen.note(about, &self.learner.get(&link).await);
            }
            seen.note(path.clone(), &whole);
            seen.note(format!("{path} as a fragment"), &fragment);
        }
        assert!(self.app.count("SELECT count(*) AS n FROM attempts") > 0);
    }
}

fn links(answer: &Answer) -> Vec<String> {
    if !answer.header("content-type").starts_with("text/html") {
        return Vec::new();
    }
    let page = answer.html();
    let mut links = page.attributes("a[href^='/media/']", "href");
    links.extend(page.attributes("img[src^='/media/']", "src"));
    links
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_planted_word_is_in_anything_a_learner_gets_before_release() {
    let app = TestApp::start().await;
    let rules = [
        ("close_at", "2999-01-01T00:00"),
        ("release_marks", "after_close"),
        ("release_answers", "after_close"),
        ("release_feedback", "after_close"),
    ];
    let paper = set_up(&app, &rules, &questions()).await;
    let learner = app.student().await;
    let room = learner
        .get(&format!("/chat/courses/{}", paper.course))
        .await;
    let socket = format!("{}/socket", room.location());
    let mut socket = app
        .socket(&socket, Some(Person::Xiaoming))
        .await
        .expect("a socket");
    socket.resume(0).await;
    let mut seen = Seen(Vec::new());

    let begun = learner
        .post(&format!("{}/attempts", paper.path()), &[])
        .await;
    let attempt = attempt_in(&begun);
    seen.note("the start", &begun);
    let walk = Walk {
        app: &app,
        learner: &learner,
        ids: [
            ("course", paper.course),
            ("lesson", paper.lesson),
            ("quiz", paper.quiz),
            ("attempt", attempt),
            ("question", paper.questions[0]),
        ],
    };
    walk.look(&mut seen).await;
    for place in 1..=paper.questions.len() as i32 {
        for (sequence, value) in [(1, "1"), (1, "0"), (2, "错")] {
            let saved = save(&learner, attempt, place, sequence, value).await;
            seen.note(format!("the save of {place}"), &saved);
        }
        let mut form = page(&learner, attempt).await.form("#attempt");
        form.fields.push(("act".into(), format!("check-{place}")));
        seen.note(
            format!("the check of {place}"),
            &learner.submit(&form).await,
        );
    }
    let part = Part::bytes(b"my report".to_vec()).file_name("报告.txt");
    let file = format!("/attempts/{attempt}/answers/{}/file", paper.questions.len());
    let sent = learner.upload(&file, Form::new().part("file", part)).await;
    assert_eq!(sent.status(), 303, "{sent:?}");
    seen.note("the file", &sent);
    for act in ["save", "finish"] {
        let mut form = page(&learner, attempt).await.form("#attempt");
        form.fields.push(("act".into(), act.into()));
        seen.note(act, &learner.submit(&form).await);
    }
    walk.look(&mut seen).await;
    seen.note("handing in", &hand_in(&learner, attempt).await);
    seen.note("handing in again", &hand_in(&learner, attempt).await);
    seen.note("a late save", &save(&learner, attempt, 1, 9, "1").await);
    walk.look(&mut seen).await;
    while let Ok(frame) = tokio::time::timeout(Duration::from_millis(500), socket.next()).await {
        let frame = frame.expect("the socket stays open").to_string();
        seen.0.push(("the socket".into(), frame));
    }
    let leaks = seen.leaks();
    assert!(leaks.is_empty(), "{leaks:#?}");

    // The search would have found them: once the quiz has closed, they are there.
    app.execute("UPDATE quizzes SET close_at = now()");
    let released = learner.get(&format!("/attempts/{attempt}")).await;
    let text = released.text();
    for canary in RELEASED {
        assert!(text.contains(canary), "{canary} in {text}");
    }
    assert!(!text.contains("canary-guidance") && !text.contains("canary-name"));
    app.finish().await;
}
