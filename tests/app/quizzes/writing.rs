//! A teacher writes a quiz with a question of every type, in a real browser, and a learner gets to see it.

use super::set_up;
use crate::support::{Browser, Person, TestApp};

/// What is typed into the fields of a form, by name.
type Typed = &'static [(&'static str, &'static str)];

/// Type, what it asks, what else is typed, and which options are ticked.
const QUESTIONS: [(&str, &str, Typed, &[&str]); 11] = [
    (
        "single_choice",
        "法国的首都是哪里？",
        &[
            ("text-0", "里昂"),
            ("text-1", "巴黎"),
            ("feedback-0", "那是第三大城市"),
        ],
        &["right-1"],
    ),
    (
        "multiple_choice",
        "哪些是质数？",
        &[("text-0", "2"), ("text-1", "3"), ("text-2", "4")],
        &["right-0", "right-1"],
    ),
    (
        "indeterminate_choice",
        "哪些是偶数？",
        &[("text-0", "2"), ("text-1", "3")],
        &["right-0"],
    ),
    ("true_false", "太阳从东边升起。", &[], &[]),
    (
        "fill_blank",
        "水的化学式是 ____。",
        &[("text-0", "H2O\nH₂O")],
        &[],
    ),
    (
        "short_answer",
        "中国的首都是？",
        &[("text-0", "北京"), ("text-1", "京"), ("weight-1", "50")],
        &[],
    ),
    (
        "numeric",
        "圆周率是多少？",
        &[("text-0", "3.14 ± 0.01")],
        &[],
    ),
    (
        "matching",
        "把国家和首都连起来。",
        &[
            ("text-0", "法国"),
            ("second-0", "巴黎"),
            ("text-1", "日本"),
            ("second-1", "东京"),
            ("distractors", "罗马"),
        ],
        &[],
    ),
    (
        "ordering",
        "从早到晚排列。",
        &[("text-0", "秦"), ("text-1", "汉"), ("text-2", "唐")],
        &[],
    ),
    ("essay", "谈谈你的看法。", &[("guidance", "看论据")], &[]),
    ("file", "请上传实验报告。", &[], &[]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_teacher_writes_a_quiz_with_a_question_of_every_type() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[]).await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{}/edit", paper.base())).await;
    for (at, (kind, stem, typed, ticked)) in QUESTIONS.iter().enumerate() {
        teacher.click("#fixed a.button:not(.button--quiet)").await;
        teacher
            .click(&format!("#types a[href*='type={kind}']"))
            .await;
        teacher.type_into("#stem", stem).await;
        if *kind == "short_answer" {
            teacher.click("button[value=add]").await;
            teacher.find("#text-1").await;
        }
        for (name, words) in *typed {
            teacher.type_into(&format!("[name={name}]"), words).await;
        }
        for name in *ticked {
            teacher.click(&format!("[name={name}]")).await;
        }
        let shown = stem.split("____").next().unwrap_or(stem);
        teacher.sees("#preview", shown).await;
        if *kind == "matching" {
            teacher.photograph("bank-1-matching-1280").await;
        }
        teacher.click("#save").await;
        let asked = format!(
            "return document.querySelectorAll('.slot').length == {}",
            at + 1
        );
        teacher.wait_until(&asked).await;
    }
    teacher
        .visit(&format!("/courses/{}/questions", paper.course))
        .await;
    assert_eq!(teacher.count(".bank__line").await, QUESTIONS.len());
    teacher.photograph("bank-2-list-1280").await;
    teacher.click("#export").await;
    teacher.find("#download").await;
    teacher.photograph("bank-3-export-1280").await;
    assert_eq!(teacher.complaints().await, Vec::<String>::new());
    teacher.close().await;

    let learner = Browser::open(&app.origin(), 500, 900).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&paper.path()).await;
    learner.click("#quiz form button").await;
    learner.find("#attempt").await;
    for (at, (_, stem, ..)) in QUESTIONS.iter().enumerate() {
        let shown = stem.split("____").next().unwrap_or(stem);
        learner.sees(&format!("#question-{}", at + 1), shown).await;
    }
    assert_eq!(learner.complaints().await, Vec::<String>::new());
    learner.close().await;
    app.finish().await;
}
