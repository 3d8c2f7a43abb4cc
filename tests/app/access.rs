//! The access matrix (rows Z1–Z6, Z8): every route, asked by everybody, about a thing of the own course, of a foreign one,
//! of a foreign one below an own parent, and about one that is not there. Who gets in stands in `tests/access.txt`.

use std::collections::{BTreeMap, BTreeSet};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use lectern::quizzes::questions::NewVersion;
use reqwest::Method;

use crate::support::{Answer, Client, Person, Route, Snapshot, TestApp};

const TABLE: &str = include_str!("../access.txt");

/// A line of the table.
struct Line {
    method: Method,
    pattern: &'static str,
    /// Who gets in, or the file of the test that knows.
    who: &'static str,
}

impl Line {
    fn all() -> Vec<Line> {
        let lines = TABLE.lines().filter(|line| line.starts_with(['G', 'P']));
        lines
            .map(|line| {
                let (method, rest) = line.split_once(' ').expect("a method");
                let (pattern, who) = rest.trim().split_once(' ').expect("who");
                Line {
                    method: method.parse().expect("a method"),
                    pattern,
                    who: who.trim(),
                }
            })
            .collect()
    }

    fn walked() -> Vec<Line> {
        let lines = Line::all().into_iter();
        lines.filter(|line| !line.who.starts_with("by ")).collect()
    }

    /// The names of its placeholders, in order, each with what stands before it.
    fn placeholders(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut rest = self.pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a whole placeholder");
            let name = name.split(':').next().unwrap_or(name);
            found.push((before.to_owned(), name.to_owned()));
            rest = after;
        }
        found.push((rest.to_owned(), String::new()));
        found
    }

    /// The address with these ids, one for each placeholder.
    fn path(&self, ids: &[String]) -> String {
        let parts = self.placeholders();
        let mut ids = ids.iter();
        let parts = parts
            .iter()
            .map(|(before, _)| format!("{before}{}", ids.next().map_or("", |id| id.as_str())));
        parts.collect()
    }
}

/// The ids of the things of one course, by the name of their placeholder.
struct World(BTreeMap<&'static str, i64>);

impl World {
    /// Gives the course one thing of each kind; the learner has begun the quiz and handed in the assignment.
    fn furnish(app: &TestApp, course: i64, teacher: Person, learner: Person) -> World {
        let (teacher, learner) = (app.id_of(teacher), app.id_of(learner));
        let content = serde_json::from_value(crate::quizzes::sum()).expect("a content");
        let version = NewVersion {
            content: &content,
            author: teacher,
        };
        let mut conn = app.database();
        let question = conn
            .transaction(|conn| version.of_new_question(conn, course))
            .expect("a question");
        let sql = FURNITURE
            .replace("$question", &question.to_string())
            .replace("$course", &course.to_string())
            .replace("$teacher", &teacher.to_string())
            .replace("$learner", &learner.to_string());
        conn.batch_execute(&sql).expect("the furniture of a course");
        let one = |sql: &str| app.count(&sql.replace("$course", &course.to_string()));
        World(BTreeMap::from([
            ("course", course),
            ("person", learner),
            ("user", learner),
            ("place", 1),
            (
                "section",
                one("SELECT min(id) AS n FROM sections WHERE course_id = $course"),
            ),
            (
                "lesson",
                one("SELECT max(id) AS n FROM lessons WHERE course_id = $course AND kind = 'text'"),
            ),
            (
                "lesson of quiz",
                one("SELECT lesson_id AS n FROM quizzes WHERE course_id = $course"),
            ),
            (
                "lesson of assignment",
                one("SELECT lesson_id AS n FROM assignments WHERE course_id = $course"),
            ),
            (
                "quiz",
                one("SELECT id AS n FROM quizzes WHERE course_id = $course"),
            ),
            (
                "slot",
                one("SELECT s.id AS n FROM quiz_slots s JOIN quizzes q ON q.id = s.quiz_id WHERE q.course_id = $course"),
            ),
            (
                "attempt",
                one("SELECT a.id AS n FROM attempts a JOIN quizzes q ON q.id = a.quiz_id WHERE q.course_id = $course"),
            ),
            (
                "submission",
                one("SELECT s.id AS n FROM assignment_submissions s JOIN assignments a ON a.id = s.assignment_id
                     WHERE a.course_id = $course"),
            ),
            (
                "item",
                one("SELECT max(id) AS n FROM grade_items WHERE course_id = $course"),
            ),
            (
                "category",
                one("SELECT max(id) AS n FROM grade_categories WHERE course_id = $course"),
            ),
            (
                "chat room",
                one("SELECT id AS n FROM chat_rooms WHERE course_id = $course"),
            ),
            (
                "room",
                one("SELECT id AS n FROM live_rooms WHERE course_id = $course"),
            ),
        ]))
    }

    fn id(&self, line: &Line, name: &str) -> String {
        let name = match name {
            "lesson" if line.pattern.contains("/quiz") => "lesson of quiz",
            "lesson" if line.pattern.contains("/assignment") => "lesson of assignment",
            "id" if line.pattern.starts_with("/chat/rooms") => "chat room",
            "id" if line.pattern.starts_with("/chat/courses") => "course",
            "id" if line.pattern.starts_with("/admin") => "person",
            name => name,
        };
        let id = self.0.get(name);
        id.unwrap_or_else(|| panic!("no {name} for {}", line.pattern))
            .to_string()
    }

    fn ids(&self, line: &Line) -> Vec<String> {
        let places = line.placeholders().into_iter();
        places
            .filter(|(_, name)| !name.is_empty())
            .map(|(_, name)| self.id(line, &name))
            .collect()
    }
}

const FURNITURE: &str = "
    INSERT INTO lessons (course_id, section_id, title, kind, \"order\", body)
    SELECT $course, min(s.id), given.title, given.kind::lesson_kind,
        given.place + (SELECT max(\"order\") FROM lessons WHERE course_id = $course), 'x'
    FROM sections s, (VALUES ('测验', 'quiz', 1), ('作业', 'assignment', 2), ('正文', 'text', 3))
        AS given (title, kind, place)
    WHERE s.course_id = $course GROUP BY given.title, given.kind, given.place;
    INSERT INTO quizzes (course_id, lesson_id, title)
    SELECT course_id, id, title FROM lessons WHERE kind = 'quiz' AND course_id = $course;
    INSERT INTO quiz_slots (quiz_id, \"order\", points, question_id)
    SELECT id, 1, 2, $question FROM quizzes WHERE course_id = $course;
    INSERT INTO attempts (quiz_id, user_id, number, max_score)
    SELECT id, $learner, 1, 2 FROM quizzes WHERE course_id = $course;
    INSERT INTO attempt_answers (attempt_id, place, question_id, version, points, option_order)
    SELECT a.id, 1, $question, 1, 2, '[]' FROM attempts a JOIN quizzes q ON q.id = a.quiz_id WHERE q.course_id = $course;
    INSERT INTO assignments (course_id, lesson_id, title)
    SELECT course_id, id, title FROM lessons WHERE kind = 'assignment' AND course_id = $course;
    INSERT INTO assignment_submissions (assignment_id, user_id, versions, submitted_at)
    SELECT id, $learner, 1, now() FROM assignments WHERE course_id = $course;
    INSERT INTO grade_categories (course_id, title, weight) VALUES ($course, '平时', 1);
    INSERT INTO grade_items (course_id, kind, title, max_points) VALUES ($course, 'manual', '口试', 10);
    INSERT INTO live_rooms (title, teacher_id, access, course_id) VALUES ('直播课', $teacher, 'enrolled', $course);
";

/// Everybody, by the letter that the table has for them.
async fn everybody(app: &TestApp) -> Vec<(char, Client)> {
    vec![
        ('g', app.anonymous()),
        ('o', app.other_student().await),
        ('e', app.student().await),
        ('a', app.assistant().await),
        ('t', app.teacher().await),
        ('A', app.admin().await),
    ]
}

/// Fields that every form of the program would take for its own.
const FIELDS: [(&str, &str); 20] = [
    ("title", "改过的"),
    ("name", "改过的"),
    ("body", "改过的"),
    ("text", "改过的"),
    ("content", "改过的"),
    ("confirm", "yes"),
    ("status", "archived"),
    ("direction", "up"),
    ("place", "1"),
    ("section_id", "1"),
    ("username", "xiaohong"),
    ("role", "teacher"),
    ("suspended", "true"),
    ("kind", "text"),
    ("seq", "1"),
    ("sequence", "1"),
    ("points", "1"),
    ("marks", "1"),
    ("version", "1"),
    ("revision", "0"),
];

/// Routes that take a form with files, by how they end.
const UPLOADS: [&str; 5] = ["/cover", "/file", "/subtitles", "/assignment", "/messages"];

async fn ask(client: &Client, line: &Line, path: &str) -> Answer {
    if line.method == Method::GET {
        return client.get(path).await;
    }
    if UPLOADS.iter().any(|end| path.ends_with(end)) {
        let part = reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("x.txt");
        let form = reqwest::multipart::Form::new().part("file", part);
        return client.upload(path, form.text("content", "x")).await;
    }
    client.post(path, &FIELDS).await
}

fn is_sign_in(answer: &Answer) -> bool {
    answer.status() == 401 || answer.status() == 303 && answer.location().starts_with("/login")
}

/// Whether somebody was let in, whatever became of what they sent.
fn is_in(answer: &Answer) -> bool {
    !is_sign_in(answer) && ![403, 404].contains(&answer.status())
}

/// Why this is no refusal, if it is none.
fn complaint(line: &Line, who: char, answer: &Answer) -> Option<String> {
    let names_nothing = line.placeholders().len() == 1 || line.pattern.starts_with("/admin");
    let is_refusal = match answer.status() {
        404 => true,
        403 => names_nothing,
        _ => who == 'g' && is_sign_in(answer),
    };
    (!is_refusal).then(|| format!("{who}: {} {}: {answer:?}", line.method, line.pattern))
}

fn worlds(app: &TestApp) -> (World, World) {
    let own = World::furnish(app, app.cast.course, Person::Wang, Person::Xiaoming);
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         VALUES ('far', 'far@example.org', 'x', '远')",
    );
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) SELECT max(id), {} FROM users",
        app.cast.foreign_course
    ));
    let foreign = World::furnish(app, app.cast.foreign_course, Person::Li, Person::Li);
    (own, foreign)
}

#[test]
fn every_route_of_the_program_has_its_line_in_the_table() {
    let in_table: BTreeSet<(String, String)> = Line::all()
        .into_iter()
        .map(|line| (line.method.to_string(), line.pattern.to_owned()))
        .collect();
    let in_program: BTreeSet<(String, String)> = Route::all()
        .into_iter()
        .map(|route| (route.method.to_owned(), route.pattern))
        .collect();
    let missing: Vec<_> = in_program.difference(&in_table).collect();
    assert!(
        missing.is_empty(),
        "say in tests/access.txt who reaches {missing:#?}"
    );
    let gone: Vec<_> = in_table.difference(&in_program).collect();
    assert!(gone.is_empty(), "there is no such route: {gone:#?}");
    for line in Line::all() {
        if let Some(file) = line.who.strip_prefix("by ") {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/app/");
            let is_there = std::path::Path::new(&format!("{folder}{file}")).exists();
            assert!(is_there, "{} names {file}", line.pattern);
        } else {
            assert!(
                line.who.chars().all(|who| "goeatA".contains(who)),
                "{}",
                line.pattern
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_the_table_does_not_let_in_is_refused_everywhere_and_changes_nothing() {
    let app = TestApp::start().await;
    let (own, foreign) = worlds(&app);
    let people = everybody(&app).await;
    let before = Snapshot::of(&app);
    let mut complaints = Vec::new();
    for line in Line::walked() {
        let (ids, far) = (own.ids(&line), foreign.ids(&line));
        let nothing: Vec<String> = ids.iter().map(|_| "999999".to_owned()).collect();
        let is_open = |who: char| line.who.contains(who);
        let is_record = !ids.is_empty() && !line.pattern.starts_with("/admin");
        for (who, client) in &people {
            if !is_open(*who) {
                let answer = ask(client, &line, &line.path(&ids)).await;
                complaints.extend(complaint(&line, *who, &answer));
            }
            if !is_record {
                continue;
            }
            // In the foreign course those of the own one are strangers.
            let gets_in = match who {
                'e' | 'a' | 't' => is_open('o'),
                who => is_open(*who),
            };
            if !gets_in {
                let answer = ask(client, &line, &line.path(&far)).await;
                let said = complaint(&line, *who, &answer);
                complaints.extend(said.map(|said| format!("foreign {said}")));
            }
            let answer = ask(client, &line, &line.path(&nothing)).await;
            let said = complaint(&line, *who, &answer);
            complaints.extend(said.map(|said| format!("absent {said}")));
            for child in 1..ids.len() {
                // A person is no child of a course: whoever is not in it is refused elsewhere.
                let same = ["person", "user", "place"];
                if same.contains(&line.placeholders()[child].1.as_str()) {
                    continue;
                }
                let mut mixed = ids.clone();
                mixed[child..].clone_from_slice(&far[child..]);
                let answer = ask(client, &line, &line.path(&mixed)).await;
                let said = complaint(&line, *who, &answer);
                complaints.extend(said.map(|said| format!("foreign child {said}")));
            }
        }
    }
    assert!(
        complaints.is_empty(),
        "{} of them: {complaints:#?}",
        complaints.len()
    );
    assert_eq!(before.differences(&Snapshot::of(&app)), [""; 0]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_the_table_lets_in_gets_in() {
    let app = TestApp::start().await;
    let (own, _) = worlds(&app);
    let people = everybody(&app).await;
    let mut complaints = Vec::new();
    for line in Line::walked() {
        if line.method != Method::GET {
            continue;
        }
        for (who, client) in people.iter().filter(|(who, _)| line.who.contains(*who)) {
            let answer = ask(client, &line, &line.path(&own.ids(&line))).await;
            if !is_in(&answer) {
                complaints.push(format!("{who}: {}: {answer:?}", line.pattern));
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_is_as_if_it_had_never_been_there() {
    let app = TestApp::start().await;
    let (own, _) = worlds(&app);
    let people = everybody(&app).await;
    app.execute(&format!(
        "DELETE FROM live_rooms WHERE course_id = {}",
        app.cast.course
    ));
    app.execute(&format!(
        "DELETE FROM courses WHERE id = {}",
        app.cast.course
    ));
    let mut complaints = Vec::new();
    for line in Line::walked() {
        let ids = own.ids(&line);
        if ids.is_empty() || line.pattern.starts_with("/admin") {
            continue;
        }
        let nothing: Vec<String> = ids.iter().map(|_| "999999".to_owned()).collect();
        for (who, client) in &people {
            let path = line.path(&ids);
            let answer = ask(client, &line, &path).await;
            let said = complaint(&line, *who, &answer);
            complaints.extend(said.map(|said| format!("deleted {said}")));
            let path_of_nothing = line.path(&nothing);
            let of_nothing = ask(client, &line, &path_of_nothing).await;
            let text = |answer: &Answer, path: &str| {
                String::from_utf8_lossy(&answer.body).replace(path, "")
            };
            if text(&answer, &path) != text(&of_nothing, &path_of_nothing) {
                complaints.push(format!("{who} can tell: {} {}", line.method, line.pattern));
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
    app.finish().await;
}

#[tokio::test]
async fn neighbours_and_search_tell_nothing_of_lessons_one_may_not_open() {
    let app = TestApp::start().await;
    app.execute(&format!(
        "UPDATE lessons SET title = 'canary-title', body = 'canary-body' WHERE id = {}",
        app.cast.foreign_lesson
    ));
    app.execute("UPDATE courses SET title = 'canary-draft' WHERE status = 'draft'");
    let (student, guest) = (app.student().await, app.anonymous());
    let own = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson);
    let preview = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.preview);
    let foreign = format!(
        "/courses/{}/lessons/{}",
        app.cast.course, app.cast.foreign_lesson
    );
    for (client, path) in [
        (&student, own.as_str()),
        (&student, foreign.as_str()),
        (&student, "/courses?q=canary"),
        (&student, "/courses?q=canary-body"),
        (&student, "/learning"),
        (&guest, preview.as_str()),
        (&guest, "/courses?q=canary-draft"),
        (&guest, "/"),
    ] {
        let text = client.get(path).await.text();
        for canary in ["canary-title", "canary-body", "canary-draft</"] {
            // What was searched for stands in the box again.
            let text = text
                .replace("value=\"canary-body\"", "")
                .replace("canary-body”", "");
            assert!(
                !text.contains(canary) || path.contains(canary),
                "{canary} in {path}"
            );
        }
    }
    let body = guest.get(&preview).await.text();
    assert!(!body.contains("canary-matrix"), "the next lesson's text");
    app.finish().await;
}
