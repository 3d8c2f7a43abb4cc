//! A quiz at the end of the first course, over questions of every common type.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::courses::{self, CourseId, LessonKind};
use crate::demo::lessons::append_lesson;
use crate::error::{AppError, Result};
use crate::gradebook::{self, ItemKind};
use crate::quizzes::questions::{Content, NewVersion};
use crate::schema::{question_tags, quiz_slots, quizzes};

const TITLE: &str = "小测：所有权与借用";
const TAG: &str = "所有权";
const POINTS: i64 = 5;

pub(super) fn insert(conn: &mut PgConnection, course: CourseId, teacher: i64) -> Result<()> {
    let lesson = append_lesson(conn, course, TITLE, LessonKind::Quiz)?;
    let contents = questions();
    let worth = BigDecimal::from(POINTS * contents.len() as i64);
    let item = gradebook::add_item(conn, course, Some(lesson), ItemKind::Quiz, TITLE, worth)?;
    let quiz: i64 = diesel::insert_into(quizzes::table)
        .values((
            quizzes::course_id.eq(course),
            quizzes::lesson_id.eq(lesson),
            quizzes::title.eq(TITLE),
            quizzes::instructions
                .eq("六道题，二十分钟。可以做三次，取最高分；答错的题会进**错题本**。"),
            quizzes::time_limit_ms.eq(20 * 60_000_i64),
            quizzes::attempts_allowed.eq(3),
            quizzes::release_answers.eq(crate::quizzes::Release::AfterSubmission),
            quizzes::grade_item_id.eq(item),
        ))
        .returning(quizzes::id)
        .get_result(conn)?;
    for (order, content) in (1i32..).zip(contents) {
        let content: Content =
            serde_json::from_value(content).map_err(|error| AppError::Internal(error.into()))?;
        let version = NewVersion {
            content: &content,
            author: teacher,
        };
        let question = version.of_new_question(conn, course)?;
        diesel::insert_into(question_tags::table)
            .values((
                question_tags::question_id.eq(question),
                question_tags::tag.eq(TAG),
            ))
            .execute(conn)?;
        diesel::insert_into(quiz_slots::table)
            .values((
                quiz_slots::quiz_id.eq(quiz),
                quiz_slots::order.eq(order),
                quiz_slots::points.eq(BigDecimal::from(POINTS)),
                quiz_slots::question_id.eq(question),
            ))
            .execute(conn)?;
    }
    courses::recount_course(conn, course)
}

fn questions() -> [Value; 6] {
    let choice = |text: &str, weight: i32, feedback: &str| json!({ "text": text, "weight": weight.to_string(), "feedback": feedback });
    [
        json!({
            "stem": "下面这行之后，还能使用 `a` 吗？\n\n```rust\nlet a = String::from(\"讲堂\");\nlet b = a;\n```",
            "points": "5", "feedback": "`String` 没有实现 `Copy`，赋值会移动所有权。",
            "body": { "type": "single_choice", "shuffle": true, "options": [
                choice("能，`a` 和 `b` 各有一份", 0, "赋值不会复制堆上的内容。"),
                choice("不能，所有权已经移给 `b`", 1, ""),
                choice("能，但只能读", 0, "移动之后既不能读也不能写。"),
            ] }
        }),
        json!({
            "stem": "同一时刻，对一个值可以有哪些借用？（少选得一半分）",
            "points": "5", "feedback": "要么一个可变借用，要么任意多个不可变借用。",
            "body": { "type": "multiple_choice", "shuffle": true, "policy": { "policy": "exam", "partial": "0.5" }, "options": [
                choice("多个不可变借用", 1, ""), choice("恰好一个可变借用", 1, ""),
                choice("多个可变借用", 0, ""), choice("一个可变借用和一个不可变借用", 0, ""),
            ] }
        }),
        json!({
            "stem": "`&str` 拥有它指向的文字。", "points": "5",
            "body": { "type": "true_false", "is_true": false, "feedback_wrong": "`&str` 只是借用；拥有文字的是 `String`。" }
        }),
        json!({
            "stem": "函数签名 `fn len(s: ____) -> usize` 想借用一个 `String` 而不取走它，参数类型可以写 `&String` 或更好的 ____。",
            "points": "5",
            "body": { "type": "fill_blank", "match_case": true, "blanks": [
                { "answers": ["&str", "&String"] }, { "answers": ["&str"] },
            ] }
        }),
        json!({
            "stem": "`vec![1, 2, 3].iter().sum::<i32>()` 的值是多少？", "points": "5",
            "body": { "type": "numeric", "answers": [
                { "accepted": { "is": "near", "value": "6", "tolerance": "0" }, "credit": "1" },
            ] }
        }),
        json!({
            "stem": "把类型和它的用处连起来。", "points": "5",
            "body": { "type": "matching", "pairs": [
                { "left": "`Box<T>`", "right": "独占堆上的一个值" },
                { "left": "`Rc<T>`", "right": "同一线程里共享所有权" },
                { "left": "`Arc<T>`", "right": "跨线程共享所有权" },
            ], "distractors": ["在运行时检查借用"] }
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_could_have_been_written_by_a_teacher() {
        for content in questions() {
            let content: Content = serde_json::from_value(content).unwrap();
            assert!(content.validate().is_ok(), "{}", content.stem);
        }
    }
}
