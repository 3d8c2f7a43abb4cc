//! Every table that the program hands out computes nothing in whatever opens it (row I5).

use std::path::{Path, PathBuf};

use crate::assignments;
use crate::support::{Answer, Client, Route, TestApp};

/// Names that people may give themselves and their courses.
const NAMES: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    " =HYPERLINK(\"http://evil\")",
    "＝1+1",
];

/// What people write that stands in tables.
const FIELDS: [(&str, &str); 12] = [
    ("users", "display_name"),
    ("courses", "title"),
    ("lessons", "title"),
    ("grade_items", "title"),
    ("assignments", "title"),
    ("live_rooms", "title"),
    ("announcements", "words"),
    ("teacher_applications", "words"),
    ("review_reports", "reason"),
    ("site_words", "word"),
    ("mails", "error"),
    ("jobs", "last_error"),
];

/// One of each for the lists of administration.
const LISTED: [&str; 6] = [
    "INSERT INTO announcements (words, words_en) VALUES ('x', '')",
    "INSERT INTO teacher_applications (user_id, words) SELECT id, 'x' FROM users WHERE username = 'xiaohong'",
    "INSERT INTO site_words (word, verdict) VALUES ('x', 'held')",
    "INSERT INTO mails (receiver, subject, html, plain, failed_at) VALUES ('x@example.org', 'x', '', '', now())",
    "INSERT INTO jobs (name, payload, dead_at) VALUES ('mail.send', '{}', now())",
    "WITH review AS (
         INSERT INTO reviews (user_id, course_id, rating)
         SELECT user_id, course_id, 5 FROM enrollments LIMIT 1 RETURNING id, user_id)
     INSERT INTO review_reports (review_id, reporter_id, reason) SELECT id, user_id, 'x' FROM review",
];

/// Beginnings that some spreadsheet computes, or drops to get at the next.
const COMPUTED: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－'];

/// The cells of a table as a spreadsheet reads them.
fn cells(table: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = table.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        let cell = cells.last_mut().expect("one at least");
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' | '\n' if !is_quoted => cells.push(String::new()),
            '\r' if !is_quoted && letters.peek() == Some(&'\n') => {}
            _ => cell.push(letter),
        }
    }
    cells
}

fn tables() -> Vec<Route> {
    let routes = Route::reading().into_iter();
    routes
        .filter(|route| route.pattern.ends_with(".csv"))
        .collect()
}

/// The learner and the assignment of the test, where the address names one.
fn path_of(route: &Route, app: &TestApp, assignment: &str) -> String {
    let learner = app.count("SELECT id AS n FROM users WHERE email = 'xiaoming@example.org'");
    match &route.pattern {
        pattern if pattern.ends_with("/assignment/submissions.csv") => {
            format!("{assignment}/submissions.csv")
        }
        pattern if pattern.ends_with(r"/roll-calls/{call:\d+}.csv") => {
            let of = |table: &str| app.count(&format!("SELECT max(id) AS n FROM {table}"));
            let (room, call) = (of("live_rooms"), of("live_roll_calls"));
            format!("/live/{room}/roll-calls/{call}.csv")
        }
        _ => Route {
            pattern: route
                .pattern
                .replace(r"{learner:\d+}", &learner.to_string()),
            ..route.clone()
        }
        .path(app),
    }
}

fn name_everything(app: &TestApp, name: &str) {
    let name = name.replace('\'', "''");
    for (table, column) in FIELDS {
        app.execute(&format!("UPDATE {table} SET {column} = '{name}'"));
    }
    app.execute(&format!(
        "INSERT INTO audit_log (action, subject_type, subject_id, reason) VALUES ('x.y', 'x', '1', '{name}')"
    ));
    let username: String = name
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if username.starts_with(COMPUTED) {
        let username = username.replace('/', "").replace('@', "=");
        app.execute(&format!("UPDATE users SET username = left('{username}', 30) WHERE email = 'xiaoming@example.org'"));
    }
}

fn assert_computes_nothing(answer: &Answer, name: &str, path: &str) {
    assert_eq!(answer.status(), 200, "{path}: {answer:?}");
    assert_eq!(
        answer.header("content-type"),
        "text/csv; charset=utf-8",
        "{path}"
    );
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.starts_with("attachment"),
        "{path}: {disposition}"
    );
    let table = answer.text();
    assert!(
        table.starts_with('\u{feff}'),
        "{path}: Excel needs the mark"
    );
    let cells = cells(&table);
    for cell in &cells {
        let is_number = cell.parse::<f64>().is_ok();
        let begins = cell.starts_with(COMPUTED) || cell.trim_start().starts_with(COMPUTED);
        assert!(is_number || !begins, "{path} computes {cell:?}");
    }
    let kept = format!("'{name}");
    assert!(
        ["/days.csv", "/figures.csv"]
            .iter()
            .any(|end| path.ends_with(end))
            || cells.iter().any(|cell| cell.starts_with(&kept)),
        "{path} keeps {name:?} as words: {cells:?}"
    );
}

#[tokio::test]
async fn no_table_computes_what_people_have_written() {
    let app = TestApp::start().await;
    let assignment = assignments::set_up(&app, &[]).await;
    app.execute(&format!(
        "INSERT INTO orders (user_id, course_id, amount, currency)
         SELECT id, {}, 100, 'CNY' FROM users WHERE username = 'xiaoming'",
        app.cast.course
    ));
    app.execute(&format!(
        "INSERT INTO grades (item_id, course_id, user_id, points)
         SELECT i.id, i.course_id, u.id, 5 FROM grade_items i, users u WHERE u.username = 'xiaoming' AND i.course_id = {}",
        app.cast.course
    ));
    for row in LISTED {
        app.execute(row);
    }
    app.make_video();
    let class = app.plan_class().await;
    app.execute(&format!(
        "INSERT INTO live_roll_calls (live_room_id, course_id, closes_at) VALUES ({}, {}, now())",
        class.id, app.cast.course
    ));
    app.execute("UPDATE enrollments SET enrolled_at = now() - interval '90 days'");
    let (teacher, admin) = (app.teacher().await, app.admin().await);
    let tables = tables();
    assert!(tables.len() >= 5, "{tables:?}");
    for name in NAMES {
        name_everything(&app, name);
        for route in &tables {
            let path = path_of(route, &app, &assignment);
            let reader: &Client = match path.starts_with("/admin/") {
                true => &admin,
                false => &teacher,
            };
            assert_computes_nothing(&reader.get(&path).await, name, &path);
        }
    }
    app.execute("DELETE FROM jobs WHERE dead_at IS NOT NULL");
    app.finish().await;
}

#[test]
fn tables_leave_by_one_door_and_their_addresses_say_what_they_are() {
    let mut others = Vec::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    look_through(&source, &mut others);
    assert_eq!(others, [source.join("csv/mod.rs")]);
}

/// The files that answer with CSV by themselves.
fn look_through(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the source").flatten() {
        let path = entry.path();
        if path.is_dir() {
            look_through(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).expect("a source file");
            if source.contains("text/csv") {
                found.push(path);
            }
        }
    }
}
