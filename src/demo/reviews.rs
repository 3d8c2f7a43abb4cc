//! What learners say of the courses: stars, words, a reply, and a review that somebody has reported.

use chrono::{Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use crate::courses::CourseId;
use crate::demo::{Made, People};
use crate::error::Result;
use crate::schema::{review_votes, reviews};

/// Whoever writes it, the stars, the words, and what the teacher replies.
type Said = (&'static str, i16, &'static str, &'static str);

/// By the place of the course.
const SAID: [(usize, &[Said]); 6] = [
    (
        0,
        &[
            (
                "haoran",
                5,
                "第一次有课让我**先读懂报错**再改代码。第二周开始，编译器真的像在教我。",
                "",
            ),
            (
                "mingyue",
                5,
                "作业批改很细，每一条评语都指到具体的一行。",
                "谢谢！你的词频作业我放进了下一期的例子里。",
            ),
            (
                "jonas",
                4,
                "Clear and patient. More exercises between the lessons would help.",
                "Good point. A second exercise for each lesson is on its way.",
            ),
            (
                "qingqing",
                5,
                "零基础也跟得上，不过要肯动手：光看视频是不够的。",
                "",
            ),
            (
                "dashan",
                3,
                "讲得不错，但是节奏偏慢，希望能跳过已经会的部分。",
                "",
            ),
            (
                "priya",
                2,
                "Look at my channel for free Rust videos instead!!!",
                "",
            ),
        ],
    ),
    (
        1,
        &[
            (
                "yuchen",
                5,
                "终于明白索引为什么快。那个纸笔演示值回票价。",
                "",
            ),
            ("dashan", 4, "事务一课讲得透彻，希望补上死锁的例子。", ""),
        ],
    ),
    (
        3,
        &[
            ("haoran", 4, "从体检讲贝叶斯，一下子就懂了。", ""),
            ("qingqing", 5, "", ""),
        ],
    ),
    (
        4,
        &[(
            "student",
            5,
            "每周一首，慢慢读，是我这学期最安静的一小时。",
            "读诗就该这样慢。",
        )],
    ),
    (
        7,
        &[
            (
                "student",
                5,
                "Cut my drafts by a third, and people answer faster.",
                "",
            ),
            ("priya", 5, "Short, practical, kind.", ""),
        ],
    ),
    (10, &[("jonas", 4, "Maps lie, and now I know how.", "")]),
];

/// Whoever writes a review has done something of the course: its first half.
const BEGUN: &str = "INSERT INTO progress
        (user_id, course_id, lesson_id, status, completed_at, viewed_at, last_accessed_at)
    SELECT $2, l.course_id, l.id, 'completed', at, at, at
    FROM (SELECT *, row_number() OVER (ORDER BY \"order\") AS place, count(*) OVER () AS lessons
          FROM lessons WHERE course_id = $1) l,
        (SELECT now() - interval '12 days' AS at) AS past
    WHERE l.place <= (l.lessons + 1) / 2
    ON CONFLICT DO NOTHING";

const TAKEN: &str = "INSERT INTO enrollments (course_id, user_id, enrolled_at)
    VALUES ($1, $2, now() - interval '14 days') ON CONFLICT DO NOTHING";

const REPORTED: &str =
    "INSERT INTO review_reports (review_id, reporter_id, reason) VALUES ($1, $2, $3)";

pub(super) fn insert(conn: &mut PgConnection, people: &People, made: &Made) -> Result<()> {
    for (place, said) in SAID {
        let course = made.courses[place];
        for (days, one) in (1..).zip(said.iter().rev()) {
            let id = write(conn, course, people, one, Duration::days(2 * days))?;
            find_useful(conn, id, people, one)?;
            if one.2.contains("!!!") {
                sql_query(REPORTED)
                    .bind::<BigInt, _>(id)
                    .bind::<BigInt, _>(people["teacher"])
                    .bind::<Text, _>("广告，和课程无关")
                    .execute(conn)?;
            }
        }
    }
    Ok(())
}

fn write(
    conn: &mut PgConnection,
    course: CourseId,
    people: &People,
    (author, rating, comment, reply): &Said,
    age: Duration,
) -> Result<i64> {
    let author = people[author];
    for sql in [TAKEN, BEGUN] {
        sql_query(sql)
            .bind::<BigInt, _>(course)
            .bind::<BigInt, _>(author)
            .execute(conn)?;
    }
    let at = Utc::now() - age;
    let is_answered = !reply.is_empty();
    let teacher: i64 = crate::schema::courses::table
        .find(course)
        .select(crate::schema::courses::teacher_id)
        .first(conn)?;
    Ok(diesel::insert_into(reviews::table)
        .values((
            reviews::user_id.eq(author),
            reviews::course_id.eq(course),
            reviews::rating.eq(rating),
            reviews::comment.eq(*comment),
            reviews::created_at.eq(at),
            reviews::reply.eq(*reply),
            reviews::replied_at.eq(is_answered.then(|| at + Duration::hours(20))),
            reviews::replied_by.eq(is_answered.then_some(teacher)),
        ))
        .returning(reviews::id)
        .get_result(conn)?)
}

/// The more stars, the more readers: so the first of a list is a good one.
fn find_useful(
    conn: &mut PgConnection,
    review: i64,
    people: &People,
    (author, stars, ..): &Said,
) -> Result<()> {
    let most = usize::try_from(stars - 2).unwrap_or_default();
    let readers = ["yuchen", "dashan", "haoran", "mingyue"];
    let rows: Vec<_> = readers
        .iter()
        .filter(|name| *name != author)
        .take(most)
        .map(|name| {
            (
                review_votes::review_id.eq(review),
                review_votes::user_id.eq(people[name]),
            )
        })
        .collect();
    diesel::insert_into(review_votes::table)
        .values(rows)
        .execute(conn)?;
    Ok(())
}
