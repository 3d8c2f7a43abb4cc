//! Two courses with one thing of each kind, so that every placeholder of a route has an id of its own course, a foreign
//! one and one that is not there.

use std::collections::BTreeMap;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use lectern::quizzes::questions::NewVersion;

use super::table::{Line, Placeholder};
use crate::support::{Person, TestApp};

/// The ids of the things of one course, by the name of their placeholder.
pub struct World(BTreeMap<&'static str, String>);

impl World {
    /// That of the cast, where 小明 has begun the quiz, handed in the assignment and bought the course; and the foreign
    /// one, where somebody else has.
    pub fn both(app: &TestApp) -> (World, World) {
        app.execute(
            "INSERT INTO users (username, email, password, display_name)
             VALUES ('far', 'far@example.org', 'x', '远')",
        );
        let far = app.count("SELECT max(id) AS n FROM users");
        app.execute(&format!(
            "INSERT INTO enrollments (user_id, course_id) VALUES ({far}, {})",
            app.cast.foreign_course
        ));
        let (wang, li) = (app.id_of(Person::Wang), app.id_of(Person::Li));
        let own = World::furnish(app, app.cast.course, wang, app.id_of(Person::Xiaoming));
        let foreign = World::furnish(app, app.cast.foreign_course, li, far);
        (own, foreign)
    }

    fn furnish(app: &TestApp, course: i64, teacher: i64, learner: i64) -> World {
        let content = serde_json::from_value(crate::quizzes::sum()).expect("a content");
        let version = NewVersion {
            content: &content,
            author: teacher,
        };
        let mut conn = app.database();
        let question = conn
            .transaction(|conn| version.of_new_question(conn, course))
            .expect("a question");
        let about_it = |sql: &str| {
            sql.replace("$question", &question.to_string())
                .replace("$course", &course.to_string())
                .replace("$teacher", &teacher.to_string())
                .replace("$learner", &learner.to_string())
        };
        conn.batch_execute(&about_it(FURNITURE))
            .expect("the furniture of a course");
        let found = IDS.iter().map(|(name, query)| {
            let sql = format!("SELECT ({})::text AS t", about_it(query));
            (*name, app.text(&sql))
        });
        World(found.collect())
    }

    /// The id of this kind of thing.
    pub fn of(&self, name: &str) -> String {
        self.0[name].clone()
    }

    /// One id for each placeholder of the line.
    pub fn ids(&self, line: &Line) -> Vec<String> {
        let places = line.placeholders().into_iter();
        places.map(|place| self.id(line, place)).collect()
    }

    /// The same, if the world has something of each kind.
    pub fn known(&self, line: &Line) -> Option<Vec<String>> {
        let places = line.placeholders().into_iter();
        places.map(|place| self.find(line, place)).collect()
    }

    fn id(&self, line: &Line, place: Placeholder) -> String {
        self.find(line, place).unwrap_or_else(|| {
            panic!(
                "{} {}: give {:?} an id in IDS of tests/app/access/world.rs, or let tests/access.txt say \
                 `by FILE` of a test that knows",
                line.method, line.pattern, place.1
            )
        })
    }

    fn find(&self, line: &Line, (before, name): Placeholder) -> Option<String> {
        let name = match name {
            "lesson" if line.pattern.contains("/quiz") => "lesson of quiz",
            "lesson" if line.pattern.contains("/assignment") => "lesson of assignment",
            "lesson" if line.pattern.contains("/danmaku") => "lesson of video",
            "category" if before.starts_with("/admin") => "category of courses",
            "id" if before == "/chat/rooms/" => "chat room",
            "id" if before == "/chat/courses/" => "course",
            "id" if before == "/admin/people/" => "person",
            "id" if before == "/notifications/" => "notification",
            name => name,
        };
        self.0.get(name).cloned()
    }
}

/// Whether the placeholder names something of its parent's, not a thing with an id of its own.
pub fn is_no_child((_, name): Placeholder) -> bool {
    ["person", "user", "place", "number"].contains(&name)
}

/// What no placeholder of this kind leads to.
pub fn absent(line: &Line) -> Vec<String> {
    let places = line.placeholders().into_iter();
    places
        .map(|(_, name)| match name {
            "reference" => uuid::Uuid::nil().to_string(),
            "place" => "1".to_owned(),
            _ => "999999".to_owned(),
        })
        .collect()
}

/// How the id of each kind of thing is found.
const IDS: [(&str, &str); 30] = [
    ("course", "$course"),
    ("person", "$learner"),
    ("user", "$learner"),
    ("learner", "$learner"),
    ("place", "1"),
    ("number", "1"),
    (
        "section",
        "SELECT min(id) FROM sections WHERE course_id = $course",
    ),
    (
        "lesson",
        "SELECT max(id) FROM lessons WHERE course_id = $course AND kind = 'text'",
    ),
    (
        "lesson of video",
        "SELECT id FROM lessons WHERE course_id = $course AND kind = 'video'",
    ),
    (
        "lesson of quiz",
        "SELECT lesson_id FROM quizzes WHERE course_id = $course",
    ),
    (
        "lesson of assignment",
        "SELECT lesson_id FROM assignments WHERE course_id = $course",
    ),
    ("quiz", "SELECT id FROM quizzes WHERE course_id = $course"),
    (
        "slot",
        "SELECT s.id FROM quiz_slots s JOIN quizzes q ON q.id = s.quiz_id WHERE q.course_id = $course",
    ),
    (
        "attempt",
        "SELECT a.id FROM attempts a JOIN quizzes q ON q.id = a.quiz_id WHERE q.course_id = $course",
    ),
    ("question", "$question"),
    (
        "submission",
        "SELECT s.id FROM assignment_submissions s JOIN assignments a ON a.id = s.assignment_id
         WHERE a.course_id = $course",
    ),
    (
        "item",
        "SELECT max(id) FROM grade_items WHERE course_id = $course",
    ),
    (
        "category",
        "SELECT max(id) FROM grade_categories WHERE course_id = $course",
    ),
    (
        "category of courses",
        "SELECT category_id FROM courses WHERE id = $course",
    ),
    (
        "handout",
        "SELECT f.id FROM lesson_files f JOIN lessons l ON l.id = f.lesson_id WHERE l.course_id = $course",
    ),
    (
        "note",
        "SELECT n.id FROM lesson_notes n JOIN lessons l ON l.id = n.lesson_id WHERE l.course_id = $course",
    ),
    ("review", "SELECT id FROM reviews WHERE course_id = $course"),
    (
        "line",
        "SELECT d.id FROM lesson_danmaku d JOIN lessons l ON l.id = d.lesson_id WHERE l.course_id = $course",
    ),
    (
        "chat room",
        "SELECT id FROM chat_rooms WHERE course_id = $course",
    ),
    (
        "message",
        "SELECT m.id FROM messages m JOIN chat_rooms r ON r.id = m.chat_room_id WHERE r.course_id = $course",
    ),
    (
        "room",
        "SELECT id FROM live_rooms WHERE course_id = $course",
    ),
    ("order", "SELECT id FROM orders WHERE course_id = $course"),
    (
        "reference",
        "SELECT p.reference FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.course_id = $course",
    ),
    ("coupon", "SELECT id FROM coupons WHERE course_id = $course"),
    ("mail", "SELECT max(id) FROM mails"),
];

const FURNITURE: &str = "
    UPDATE courses SET price_minor = 9900, currency = 'CNY' WHERE id = $course;
    INSERT INTO lessons (course_id, section_id, title, kind, \"order\", body)
    SELECT $course, min(s.id), given.title, given.kind::lesson_kind,
        given.place + (SELECT max(\"order\") FROM lessons WHERE course_id = $course), 'x'
    FROM sections s,
        (VALUES ('测验', 'quiz', 1), ('作业', 'assignment', 2), ('录像', 'video', 3), ('正文', 'text', 4))
        AS given (title, kind, place)
    WHERE s.course_id = $course GROUP BY given.title, given.kind, given.place;
    INSERT INTO media (id, storage_key, original_name, content_type, kind, container, byte_size, sha256, owner_id, duration_ms)
    VALUES (gen_random_uuid(), 'x/$course', 'x.mp4', 'video/mp4', 'video', 'lesson', 1, sha256('x'), $teacher, 60000);
    UPDATE lessons SET duration_ms = 60000, media_id = (SELECT id FROM media WHERE storage_key = 'x/$course')
    WHERE course_id = $course AND kind = 'video';
    INSERT INTO lesson_files (lesson_id, media_id, position)
    SELECT l.id, m.id, 1 FROM lessons l, media m
    WHERE l.course_id = $course AND l.title = '正文' AND m.storage_key = 'x/$course';
    INSERT INTO lesson_versions (lesson_id, number, title, body)
    SELECT id, 1, title, body FROM lessons WHERE course_id = $course AND title = '正文';
    INSERT INTO lesson_notes (lesson_id, user_id, body)
    SELECT id, $learner, '我的笔记' FROM lessons WHERE course_id = $course AND title = '正文';
    INSERT INTO lesson_danmaku (lesson_id, user_id, content, position_ms, nonce)
    SELECT id, $learner, '弹幕', 0, gen_random_uuid() FROM lessons WHERE course_id = $course AND title = '录像';
    INSERT INTO reviews (user_id, course_id, rating, comment) VALUES ($learner, $course, 4, '我的评价');
    INSERT INTO quizzes (course_id, lesson_id, title)
    SELECT course_id, id, title FROM lessons WHERE kind = 'quiz' AND course_id = $course;
    INSERT INTO quiz_slots (quiz_id, \"order\", points, question_id)
    SELECT id, 1, 2, $question FROM quizzes WHERE course_id = $course;
    INSERT INTO attempts (quiz_id, user_id, number, max_score)
    SELECT id, $learner, 1, 2 FROM quizzes WHERE course_id = $course;
    INSERT INTO attempt_answers (attempt_id, place, question_id, version, points, option_order)
    SELECT a.id, 1, $question, 1, 2, '[]' FROM attempts a JOIN quizzes q ON q.id = a.quiz_id WHERE q.course_id = $course;
    INSERT INTO quiz_accommodations (quiz_id, user_id, factor_percent, extra_ms)
    SELECT id, $learner, 150, 0 FROM quizzes WHERE course_id = $course;
    INSERT INTO assignments (course_id, lesson_id, title)
    SELECT course_id, id, title FROM lessons WHERE kind = 'assignment' AND course_id = $course;
    INSERT INTO assignment_submissions (assignment_id, user_id, versions, submitted_at)
    SELECT id, $learner, 1, now() FROM assignments WHERE course_id = $course;
    INSERT INTO assignment_extensions (assignment_id, user_id, due_at)
    SELECT id, $learner, now() FROM assignments WHERE course_id = $course;
    INSERT INTO assignment_versions (submission_id, number, body)
    SELECT s.id, 1, '我的答案' FROM assignment_submissions s JOIN assignments a ON a.id = s.assignment_id
    WHERE a.course_id = $course;
    INSERT INTO grade_categories (course_id, title, weight) VALUES ($course, '平时', 1);
    INSERT INTO grade_items (course_id, kind, title, max_points) VALUES ($course, 'manual', '口试', 10);
    INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce)
    SELECT id, $learner, '大家好', 1, 1, gen_random_uuid() FROM chat_rooms WHERE course_id = $course;
    UPDATE chat_rooms SET last_seq = 1, last_rev = 1 WHERE course_id = $course;
    INSERT INTO live_rooms (title, teacher_id, access, course_id) VALUES ('直播课', $teacher, 'enrolled', $course);
    INSERT INTO mails (receiver, subject, html, plain, sent_at) VALUES ('x@example.org', '信', '', '', now());
    INSERT INTO coupons (course_id, code, percent) VALUES ($course, 'AUTUMN', 10);
    INSERT INTO orders (user_id, course_id, amount, list_amount, currency) VALUES ($learner, $course, 9900, 9900, 'CNY');
    INSERT INTO payments (order_id, gateway, reference, amount, currency, page_url)
    SELECT id, 'sandbox', given.reference, amount, currency, '/payments/sandbox/' || given.reference
    FROM orders, (SELECT gen_random_uuid() AS reference) given WHERE course_id = $course;
    INSERT INTO sandbox_charges (reference)
    SELECT p.reference FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.course_id = $course;
";
