//! The people of all tests, and two courses: one where each of them has a part, and a foreign one.
//!
//! | who | what they are |
//! |---|---|
//! | xiaoming 小明 | a student, enrolled in 线性代数 |
//! | xiaohong 小红 | a student, enrolled nowhere |
//! | wang 王老师 | a teacher, owner of 线性代数 |
//! | li 李老师 | a teacher, owner of the foreign course |
//! | zhang 张助教 | a student on the platform, assistant in 线性代数 |
//! | root 管理员 | an admin |

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use lectern::accounts::hash_blocking;

/// Everybody's.
pub const PASSWORD: &str = "讲堂 quiet lamp 47";

/// Somebody of the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Xiaoming,
    Xiaohong,
    Wang,
    Li,
    Zhang,
    Root,
}

impl Person {
    const ALL: [Person; 6] = [
        Person::Xiaoming,
        Person::Xiaohong,
        Person::Wang,
        Person::Li,
        Person::Zhang,
        Person::Root,
    ];

    pub fn username(self) -> &'static str {
        self.facts().0
    }

    pub fn display_name(self) -> &'static str {
        self.facts().1
    }

    fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Person::Xiaoming => ("xiaoming", "小明", "student"),
            Person::Xiaohong => ("xiaohong", "小红", "student"),
            Person::Wang => ("wang", "王老师", "teacher"),
            Person::Li => ("li", "李老师", "teacher"),
            Person::Zhang => ("zhang", "张助教", "student"),
            Person::Root => ("root", "管理员", "admin"),
        }
    }
}

/// The ids of what the cast comes with.
#[derive(QueryableByName, Debug, Clone, Copy)]
pub struct Cast {
    /// 线性代数, published.
    #[diesel(sql_type = BigInt)]
    pub course: i64,
    /// Its text lesson, for the enrolled.
    #[diesel(sql_type = BigInt)]
    pub lesson: i64,
    /// Its text lesson that is open to everybody.
    #[diesel(sql_type = BigInt)]
    pub preview: i64,
    /// A published course of another teacher.
    #[diesel(sql_type = BigInt)]
    pub foreign_course: i64,
    #[diesel(sql_type = BigInt)]
    pub foreign_lesson: i64,
    /// A draft of the teacher.
    #[diesel(sql_type = BigInt)]
    pub draft: i64,
}

impl Cast {
    pub fn find(conn: &mut PgConnection) -> Cast {
        sql_query(
            "SELECT c.id AS course, l.id AS lesson, p.id AS preview, f.id AS foreign_course, g.id AS foreign_lesson,
                 d.id AS draft
             FROM courses c, courses f, courses d, lessons l, lessons p, lessons g
             WHERE c.title = '线性代数' AND f.title = 'Foreign course' AND d.title = '草稿课程'
                 AND l.course_id = c.id AND l.title = '矩阵' AND p.course_id = c.id AND p.title = '导言'
                 AND g.course_id = f.id",
        )
        .get_result(conn)
        .expect("the cast is in the database")
    }

    pub fn id(conn: &mut PgConnection, person: Person) -> i64 {
        use lectern::schema::users;
        users::table
            .filter(users::username.eq(person.username()))
            .select(users::id)
            .first(conn)
            .expect("the person is in the database")
    }
}

/// Writes the cast into a database that has just been migrated.
pub(super) fn insert(conn: &mut PgConnection) {
    let hash = hash_blocking(PASSWORD, 4).expect("a hash");
    for person in Person::ALL {
        let (username, name, role) = person.facts();
        sql_query(
            "INSERT INTO users (username, email, email_confirmed_at, password, display_name, role)
             VALUES ($1, $1 || '@example.org', now(), $2, $3, $4::user_role)",
        )
        .bind::<Text, _>(username)
        .bind::<Text, _>(&hash)
        .bind::<Text, _>(name)
        .bind::<Text, _>(role)
        .execute(conn)
        .expect("a person");
    }
    conn.batch_execute(COURSES)
        .expect("the courses of the cast");
}

const COURSES: &str = "
    INSERT INTO categories (name, name_en) VALUES ('数学', 'Mathematics');
    INSERT INTO courses (title, summary, description, teacher_id, category_id, status, published_at, search)
    SELECT title, title || '简介', '**' || title || '**', u.id, (SELECT id FROM categories), status::course_status,
        CASE status WHEN 'published' THEN now() END, search::tsvector
    FROM (VALUES
        ('线性代数', 'wang', 'published', '''线性'':1A ''性代'':1A ''代数'':1A'),
        ('Foreign course', 'li', 'published', '''foreign'':1A ''course'':1A'),
        ('草稿课程', 'wang', 'draft', '''草稿'':1A ''稿课'':1A ''课程'':1A')
    ) AS given (title, teacher, status, search) JOIN users u ON u.username = teacher;
    INSERT INTO course_staff (course_id, user_id, role) SELECT id, teacher_id, 'owner' FROM courses;
    INSERT INTO course_staff (course_id, user_id, role)
    SELECT c.id, u.id, 'assistant' FROM courses c, users u WHERE c.title = '线性代数' AND u.username = 'zhang';
    INSERT INTO enrollments (course_id, user_id)
    SELECT c.id, u.id FROM courses c, users u WHERE c.title = '线性代数' AND u.username = 'xiaoming';
    INSERT INTO sections (course_id, title, \"order\") SELECT id, '第一章', 1 FROM courses WHERE status = 'published';
    INSERT INTO lessons (course_id, section_id, title, kind, \"order\", body, is_preview)
    SELECT s.course_id, s.id, given.title, 'text', given.\"order\", given.body, given.is_preview
    FROM (VALUES
        ('线性代数', '导言', 1, '欢迎来到线性代数。', true),
        ('线性代数', '矩阵', 2, '矩阵的秘密正文 canary-matrix。', false),
        ('Foreign course', 'Foreign lesson', 1, 'The secret body canary-foreign.', false)
    ) AS given (course, title, \"order\", body, is_preview)
    JOIN courses c ON c.title = given.course JOIN sections s ON s.course_id = c.id;
";
