//! Categories, courses, lessons, and who takes what.

use std::collections::HashMap;

use chrono::{Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::{
    self, CategoryId, CourseId, LessonId, LessonKind, ProgressStatus, StaffRole, Status,
};
use crate::demo::content::{DemoCourse, DemoLesson};
use crate::demo::{Made, People};
use crate::error::{AppError, Result};
use crate::schema;
use crate::storage::Media;

/// Key, Chinese and English name, and the key of the parent.
const CATEGORIES: [(&str, &str, &str, Option<&str>); 12] = [
    ("computing", "计算机", "Computing", None),
    ("programming", "编程", "Programming", Some("computing")),
    ("data", "数据", "Data", Some("computing")),
    ("science", "数学与科学", "Mathematics and science", None),
    ("mathematics", "数学", "Mathematics", Some("science")),
    ("physics", "物理", "Physics", Some("science")),
    ("languages", "语言与文学", "Languages and literature", None),
    ("chinese", "中文", "Chinese", Some("languages")),
    ("english", "英语", "English", Some("languages")),
    ("arts", "艺术与人文", "Arts and humanities", None),
    ("calligraphy", "书法", "Calligraphy", Some("arts")),
    ("history", "历史与音乐", "History and music", Some("arts")),
];

/// A lesson's file, by the titles of its course and of the lesson.
pub(super) type LessonMedia = HashMap<(String, String), Media>;

pub(super) fn insert(
    conn: &mut PgConnection,
    courses: &[DemoCourse],
    people: &People,
    media: &LessonMedia,
    made: &mut Made,
) -> Result<()> {
    let categories = insert_categories(conn)?;
    made.categories = categories.values().copied().collect();
    for (number, course) in courses.iter().enumerate() {
        let age = Duration::days(3 * (courses.len() - number) as i64);
        let id = insert_course(conn, course, people, &categories, age)?;
        made.courses.push(id);
        insert_lessons(conn, id, course, media)?;
        courses::reindex(conn, id)?;
        enrol(conn, id, number, people)?;
    }
    begin_first_course(conn, made.courses[0], people["student"])
}

fn insert_categories(conn: &mut PgConnection) -> Result<HashMap<&'static str, CategoryId>> {
    use schema::categories;
    let mut ids = HashMap::new();
    for (order, (key, name, name_en, parent)) in CATEGORIES.into_iter().enumerate() {
        let id: CategoryId = diesel::insert_into(categories::table)
            .values((
                categories::name.eq(name),
                categories::name_en.eq(name_en),
                categories::parent_id.eq(parent.map(|parent| ids[parent])),
                categories::order.eq(order as i32),
            ))
            .returning(categories::id)
            .get_result(conn)?;
        ids.insert(key, id);
    }
    Ok(ids)
}

fn insert_course(
    conn: &mut PgConnection,
    course: &DemoCourse,
    people: &People,
    categories: &HashMap<&'static str, CategoryId>,
    age: Duration,
) -> Result<CourseId> {
    use schema::{course_staff, courses};
    let unknown = |what: &str| AppError::Internal(anyhow::anyhow!("no {what} in the demo data"));
    let category = match course.category.as_str() {
        "music" => "history",
        other => other,
    };
    let category = *categories.get(category).ok_or_else(|| unknown(category))?;
    let teacher = *people
        .get(course.teacher.as_str())
        .ok_or_else(|| unknown(&course.teacher))?;
    let id: CourseId = diesel::insert_into(courses::table)
        .values((
            courses::title.eq(&course.title),
            courses::summary.eq(&course.summary),
            courses::description.eq(&course.description),
            courses::teacher_id.eq(teacher),
            courses::category_id.eq(category),
            courses::level.eq(course.level),
            courses::language.eq(course.language),
            courses::status.eq(Status::Published),
            courses::published_at.eq(Utc::now() - age),
        ))
        .returning(courses::id)
        .get_result(conn)?;
    let staff = [
        (teacher, StaffRole::Owner),
        (people["assistant"], StaffRole::Assistant),
    ];
    for (person, role) in staff {
        diesel::insert_into(course_staff::table)
            .values((
                course_staff::course_id.eq(id),
                course_staff::user_id.eq(person),
                course_staff::role.eq(role),
            ))
            .execute(conn)?;
    }
    Ok(id)
}

fn insert_lessons(
    conn: &mut PgConnection,
    id: CourseId,
    course: &DemoCourse,
    media: &LessonMedia,
) -> Result<()> {
    use schema::sections;
    let mut order = 0;
    for (number, section) in course.sections.iter().enumerate() {
        let section_id: i64 = diesel::insert_into(sections::table)
            .values((
                sections::course_id.eq(id),
                sections::title.eq(&section.title),
                sections::order.eq(number as i32 + 1),
            ))
            .returning(sections::id)
            .get_result(conn)?;
        for lesson in &section.lessons {
            order += 1;
            let file = media.get(&(course.title.clone(), lesson.title.clone()));
            insert_lesson(conn, (id, section_id, order), lesson, file)?;
        }
    }
    Ok(())
}

fn insert_lesson(
    conn: &mut PgConnection,
    (course_id, section_id, order): (CourseId, i64, i32),
    lesson: &DemoLesson,
    file: Option<&Media>,
) -> Result<()> {
    use schema::lessons;
    diesel::insert_into(lessons::table)
        .values((
            lessons::course_id.eq(course_id),
            lessons::section_id.eq(section_id),
            lessons::order.eq(order),
            lessons::title.eq(&lesson.title),
            lessons::kind.eq(lesson.kind),
            lessons::is_preview.eq(lesson.is_preview),
            lessons::body.eq(lesson.body.trim()),
            lessons::media_id.eq(file.map(|file| file.id)),
            lessons::content_url.eq(file.map(Media::url)),
            lessons::duration_ms.eq(file.and_then(|file| file.duration_ms)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A different handful of learners for each course; `student` takes the first, the fifth and the eighth.
fn enrol(conn: &mut PgConnection, course: CourseId, number: usize, people: &People) -> Result<()> {
    use schema::enrollments;
    let learners = [
        "haoran", "yuchen", "mingyue", "jonas", "priya", "dashan", "qingqing",
    ];
    let takers = learners
        .into_iter()
        .enumerate()
        .filter(|(place, _)| number == 0 || (place * 5 + number * 3) % 7 < 4)
        .map(|(_, name)| name)
        .chain([0, 4, 7].contains(&number).then_some("student"));
    let rows: Vec<_> = takers
        .map(|name| {
            (
                enrollments::course_id.eq(course),
                enrollments::user_id.eq(people[name]),
            )
        })
        .collect();
    diesel::insert_into(enrollments::table)
        .values(rows)
        .execute(conn)?;
    Ok(())
}

/// `student` has read the first lesson and begun the second.
fn begin_first_course(conn: &mut PgConnection, course: CourseId, student: i64) -> Result<()> {
    use schema::{lessons, progress};
    let first: Vec<(LessonId, LessonKind)> = lessons::table
        .filter(lessons::course_id.eq(course))
        .order(lessons::order)
        .limit(2)
        .select((lessons::id, lessons::kind))
        .load(conn)?;
    for (place, (lesson, _)) in first.into_iter().enumerate() {
        let is_done = place == 0;
        let status = if is_done {
            ProgressStatus::Completed
        } else {
            ProgressStatus::InProgress
        };
        diesel::insert_into(progress::table)
            .values((
                progress::user_id.eq(student),
                progress::course_id.eq(course),
                progress::lesson_id.eq(lesson),
                progress::status.eq(status),
                progress::completed_at.eq(is_done.then(Utc::now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}
