//! Work of the first course beside its quiz: an assignment with its rubric, what was handed in, and what it was graded
//! with; a column that the teacher fills by hand.

use bigdecimal::BigDecimal;
use chrono::{Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::courses::{CourseId, LessonKind};
use crate::demo::People;
use crate::demo::lessons::append_lesson;
use crate::error::Result;
use crate::gradebook::{self, Given, ItemId, ItemKind};
use crate::schema::{
    assignment_evaluations, assignment_rubrics, assignment_submissions, assignment_versions,
    assignments, grade_items,
};
use crate::web::UserId;

const TITLE: &str = "作业：统计词频的小工具";

const INSTRUCTIONS: &str = "写一个命令行小工具：读一个文本文件，按出现次数从多到少打印前十个词。

- 文件名从参数来，没有参数时读标准输入；
- 打不开文件、不是 UTF-8 时，用一句话说清楚，退出码不为 0；
- 至少两个测试。

把主要代码贴在下面，说说你在哪里借用、在哪里取走所有权，为什么。";

/// The levels that were chosen and the words, once it was graded.
type Graded = Option<([i32; 3], &'static str)>;

/// Who handed in what.
const HANDED_IN: [(&str, &str, Graded); 5] = [
    (
        "haoran",
        "用 `HashMap<&str, usize>` 计数，键借用整个文本，所以文本要活得比表久：读进一个 `String`，后面都只借用它。排序前把表 `into_iter()` 取走。\n\n出错时 `main` 返回 `Result`，用 `?` 一路传出来。",
        Some((
            [0, 0, 1],
            "借用的理由讲得很准。测试再加一个空文件的情况就完整了。",
        )),
    ),
    (
        "yuchen",
        "我给每个词都 `to_string()` 存进 `HashMap<String, usize>`，这样就不用想生命周期了。两个测试都通过。",
        Some((
            [0, 1, 0],
            "能用，测试也好。想一想：一百万个词就要复制一百万次，能不能只在第一次见到时复制？看看 `entry`。",
        )),
    ),
    (
        "mingyue",
        "```rust\nlet mut counts: HashMap<&str, usize> = HashMap::new();\nfor word in text.split_whitespace() {\n    *counts.entry(word).or_default() += 1;\n}\n```\n打不开文件时打印原因并 `std::process::exit(1)`。",
        Some((
            [0, 0, 0],
            "干净利落，测试覆盖了空文件和非 UTF-8。满分，可以放进作品集。",
        )),
    ),
    (
        "jonas",
        "I read the whole file into a `String` and only borrow from it. The counts live in a `BTreeMap`, so equal counts come out in order.",
        None,
    ),
    (
        "qingqing",
        "还没想好怎么测试 `main`，先交一版：把统计写成了一个函数 `count(text: &str) -> Vec<(&str, usize)>`，测试只测它。",
        None,
    ),
];

/// What the teacher gives for taking part, of ten points.
const TAKING_PART: [(&str, i64); 6] = [
    ("haoran", 9),
    ("yuchen", 8),
    ("mingyue", 10),
    ("jonas", 9),
    ("priya", 7),
    ("student", 9),
];

/// Two days ago.
const AGE: Duration = Duration::days(2);

pub(super) fn insert(conn: &mut PgConnection, course: CourseId, people: &People) -> Result<()> {
    let item = insert_assignment(conn, course, people)?;
    let taking_part = add_item(conn, course, "课堂参与", 10)?;
    let given: Vec<Given> = TAKING_PART
        .iter()
        .map(|(name, points)| given(people[name], *points))
        .collect();
    gradebook::give(conn, taking_part, &given, Some(people["teacher"]))?;
    diesel::update(grade_items::table.filter(grade_items::id.eq_any([item, taking_part])))
        .set(grade_items::is_posted.eq(true))
        .execute(conn)?;
    Ok(())
}

fn add_item(conn: &mut PgConnection, course: CourseId, title: &str, worth: i64) -> Result<ItemId> {
    let worth = BigDecimal::from(worth);
    gradebook::add_item(conn, course, None, ItemKind::Manual, title, worth)
}

fn given(user: UserId, points: i64) -> Given {
    Given {
        user,
        points: Some(BigDecimal::from(points)),
        is_excused: false,
    }
}

fn insert_assignment(conn: &mut PgConnection, course: CourseId, people: &People) -> Result<ItemId> {
    let lesson = append_lesson(conn, course, TITLE, LessonKind::Assignment)?;
    let worth = BigDecimal::from(100);
    let kind = ItemKind::Assignment;
    let item = gradebook::add_item(conn, course, Some(lesson), kind, TITLE, worth)?;
    let assignment: i64 = diesel::insert_into(assignments::table)
        .values((
            assignments::course_id.eq(course),
            assignments::lesson_id.eq(lesson),
            assignments::title.eq(TITLE),
            assignments::instructions.eq(INSTRUCTIONS),
            assignments::due_at.eq(super::evening(6)),
            assignments::late_percent.eq(BigDecimal::from(10)),
            assignments::late_cap_percent.eq(BigDecimal::from(50)),
            assignments::grade_item_id.eq(item),
        ))
        .returning(assignments::id)
        .get_result(conn)?;
    let rubric: i64 = diesel::insert_into(assignment_rubrics::table)
        .values((
            assignment_rubrics::assignment_id.eq(assignment),
            assignment_rubrics::number.eq(1),
            assignment_rubrics::criteria.eq(criteria()),
        ))
        .returning(assignment_rubrics::id)
        .get_result(conn)?;
    for (name, body, graded) in HANDED_IN {
        let submission = hand_in(conn, assignment, people[name], body)?;
        let Some((levels, comment)) = graded else {
            continue;
        };
        let points: i64 = levels
            .iter()
            .zip(POINTS)
            .map(|(level, points)| points[*level as usize])
            .sum();
        diesel::insert_into(assignment_evaluations::table)
            .values((
                assignment_evaluations::submission_id.eq(submission),
                assignment_evaluations::version.eq(1),
                assignment_evaluations::rubric_id.eq(rubric),
                assignment_evaluations::levels.eq(levels.map(Some).to_vec()),
                assignment_evaluations::comment.eq(comment),
                assignment_evaluations::is_final.eq(true),
                assignment_evaluations::recorded.eq(BigDecimal::from(points)),
                assignment_evaluations::graded_by.eq(people["teacher"]),
                assignment_evaluations::graded_at.eq(Utc::now() - AGE / 2),
            ))
            .execute(conn)?;
        let grade = [given(people[name], points)];
        gradebook::give(conn, item, &grade, Some(people["teacher"]))?;
    }
    Ok(item)
}

fn hand_in(conn: &mut PgConnection, assignment: i64, learner: UserId, body: &str) -> Result<i64> {
    let at = Utc::now() - AGE;
    let submission: i64 = diesel::insert_into(assignment_submissions::table)
        .values((
            assignment_submissions::assignment_id.eq(assignment),
            assignment_submissions::user_id.eq(learner),
            assignment_submissions::draft.eq(body),
            assignment_submissions::sequence.eq(1),
            assignment_submissions::saved_at.eq(at),
            assignment_submissions::versions.eq(1),
            assignment_submissions::submitted_at.eq(at),
        ))
        .returning(assignment_submissions::id)
        .get_result(conn)?;
    diesel::insert_into(assignment_versions::table)
        .values((
            assignment_versions::submission_id.eq(submission),
            assignment_versions::number.eq(1),
            assignment_versions::body.eq(body),
            assignment_versions::submitted_at.eq(at),
        ))
        .execute(conn)?;
    Ok(submission)
}

/// Of each criterion, what its levels are worth: a hundred together.
const POINTS: [[i64; 3]; 3] = [[40, 25, 0], [40, 25, 10], [20, 10, 0]];

fn criteria() -> Value {
    let of = |place: usize, title: &str, about: &str, levels: [&str; 3]| {
        let levels: Vec<Value> = levels
            .iter()
            .zip(POINTS[place])
            .map(|(title, points)| json!({ "title": title, "about": "", "points": points.to_string() }))
            .collect();
        json!({ "title": title, "about": about, "levels": levels })
    };
    json!([
        of(
            0,
            "做得对",
            "给出的例子和助教的三个文件",
            ["全部正确", "小错一处", "不能运行"]
        ),
        of(
            1,
            "所有权用得清楚",
            "能说出每一处借用和复制的理由",
            ["讲得清楚", "能用，有多余的复制", "没有说明"]
        ),
        of(
            2,
            "测试",
            "至少两个",
            ["覆盖边界", "只测了正常情况", "没有"]
        ),
    ])
}
