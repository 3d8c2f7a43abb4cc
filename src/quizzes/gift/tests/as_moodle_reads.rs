//! What Moodle's documentation shows is read as Moodle reads it.

use super::words;
use crate::quizzes::gift::{html, read, reading::Reading};
use crate::quizzes::questions::{Body, Content, Interval};

/// The questions of a file that has to be without problems.
fn questions(source: &str) -> Vec<Content> {
    let reading = read(source.as_bytes());
    assert!(
        reading.problems.is_empty(),
        "{:?}",
        words(&reading.problems)
    );
    let questions = reading.questions.into_iter();
    questions.map(|question| question.content).collect()
}

fn one(source: &str) -> Content {
    questions(source).remove(0)
}

fn options(content: &Content) -> Vec<(String, String)> {
    let choices = content.choices().iter();
    choices
        .map(|choice| {
            (
                choice.text.clone(),
                choice.weight.normalized().to_plain_string(),
            )
        })
        .collect()
}

fn pairs_of(texts: &[(&str, &str)]) -> Vec<(String, String)> {
    texts
        .iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}

#[test]
fn the_type_follows_from_what_stands_in_the_braces() {
    let source = include_str!("../../../../tests/app/quizzes/documented.gift.txt");
    let reading = read(source.as_bytes());
    assert!(
        reading.problems.is_empty(),
        "{:?}",
        words(&reading.problems)
    );
    let types: Vec<&str> = reading
        .questions
        .iter()
        .map(|one| one.content.question_type().name())
        .collect();
    assert_eq!(
        types,
        [
            "single_choice",
            "single_choice",
            "single_choice",
            "multiple_choice",
            "multiple_choice",
            "true_false",
            "true_false",
            "short_answer",
            "short_answer",
            "short_answer",
            "matching",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "essay",
            "single_choice",
            "short_answer",
        ]
    );
    assert_eq!(reading.notices.len(), 1, "the description");
}

#[test]
fn weights_feedback_and_explanations_are_read() {
    let content = one("::城::耶路撒冷？{\n~错#不对\n~%25.5%近\n=对#好！\n####解析}");
    assert_eq!(
        (content.title.as_str(), content.stem.as_str()),
        ("城", "耶路撒冷？")
    );
    assert_eq!(
        options(&content),
        pairs_of(&[("错", "0"), ("近", "0.255"), ("对", "1")])
    );
    assert_eq!(content.choices()[2].feedback, "好！");
    assert_eq!(content.feedback, "解析");
}

#[test]
fn text_after_the_braces_leaves_a_gap_for_the_word() {
    assert_eq!(one("地球是{~方 =圆}的。").stem, "地球是_____的。");
    assert_eq!(one("地球是什么形状？{~方 =圆}").stem, "地球是什么形状？");
}

#[test]
fn escapes_make_text_of_syntax() {
    let content = one(r"[markdown]1 \= \{ \} \~ \# \: \\ \n x{=\= 2 + 3 ~\~}");
    assert_eq!(content.stem, "1 = { } ~ # : \\ \n x");
    assert_eq!(options(&content), pairs_of(&[("= 2 + 3", "1"), ("~", "0")]));
}

#[test]
fn true_and_false_are_exactly_these_words() {
    let content = one("对吗？{F#错了#对了}");
    assert_eq!(
        content.body,
        Body::TrueFalse {
            is_true: false,
            feedback_right: "对了".into(),
            feedback_wrong: "错了".into()
        }
    );
    assert!(matches!(one("对吗？{true}").body, Body::ShortAnswer { .. }));
}

#[test]
fn numbers_have_tolerances_ranges_and_exponents() {
    let near = |value: &str, tolerance: &str| Interval::Near {
        value: value.parse().unwrap(),
        tolerance: tolerance.parse().unwrap(),
    };
    let accepted = |source: &str| match one(source).body {
        Body::Numeric { answers } => answers
            .into_iter()
            .map(|key| key.accepted)
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(accepted("?{#1822:5}"), [near("1822", "5")]);
    assert_eq!(accepted("?{#=3.14:1.0E-5 =%50%3..4 ~#不是}").len(), 3);
    assert_eq!(accepted("?{#=3.14:1.0E-5}"), [near("3.14", "0.00001")]);
    let range = accepted("?{#-2..-1}");
    assert_eq!(
        range,
        [Interval::Between {
            min: (-2).into(),
            max: (-1).into()
        }]
    );
}

#[test]
fn every_problem_is_named_with_its_line() {
    let source = "好题{=对 ~错}\n\n坏题{=对 ~错\n\n两个{=a}括号{=b}\n\n数{#x}\n\n配{=a -> b\n=c}\n\n空{~a ~b}\n\n末{}";
    let reading = read(source.as_bytes());
    let lines: Vec<usize> = reading
        .problems
        .iter()
        .map(|problem| problem.line)
        .collect();
    assert_eq!(lines, [3, 5, 7, 10, 12], "{:?}", words(&reading.problems));
    let broken = read(b"a{}\n\nb\xff{}");
    assert_eq!(broken.problems[0].line, 3);
    assert!(broken.questions.is_empty());
    assert_eq!(read(b"\n// nothing\n").problems.len(), 1);
}

#[test]
fn a_category_and_comments_are_tags() {
    let source = "$CATEGORY: $course$/top/物理\\ 1//2\n\n// [tag:力] [tag:a\\]b]\n一{}\n\n$CATEGORY: $course$/top\n\n二{}";
    let reading = read(source.as_bytes());
    assert_eq!(reading.questions[0].tags, ["物理\\ 1/2", "力", "a]b"]);
    assert!(reading.questions[1].tags.is_empty());
}

#[test]
fn files_of_every_system_are_read() {
    for source in ["\u{feff}一{}\r\n\r\n二{}", "一{}\r\r二{}", "一{}\n\n二{}"] {
        assert_eq!(questions(source).len(), 2, "{source:?}");
    }
}

#[test]
fn html_becomes_markdown_that_looks_the_same() {
    let read = |source| html::read(source, false);
    assert_eq!(
        read("<p>水是<b>湿</b>的 &amp; 1*2</p><p>二</p>"),
        "水是**湿**的 \\& 1\\*2\n\n二"
    );
    assert_eq!(
        read("<ul><li>一</li><li>二</li></ul>三"),
        "- 一\n- 二\n\n三"
    );
    assert_eq!(
        read("<script>x()</script><a href=\"https://a.b/(c)\" onclick=\"x()\">链</a>"),
        "[链](https://a.b/%28c%29)"
    );
    assert_eq!(html::read("一\n二<br>三", true), "一\\\n二\\\n三");
    assert_eq!(
        one("[html]a<sup>2</sup> \\\\(x\\=1\\\\){}").stem,
        "a2 $x=1$"
    );
    assert_eq!(one("一行\n二行{}").stem, "一行\\\n二行");
}

#[test]
fn a_reading_without_questions_has_a_problem() {
    let reading: Reading = read("只是说明".as_bytes());
    assert!(
        reading.questions.is_empty() && reading.notices.len() == 1 && reading.problems.len() == 1
    );
}
