//! The lists that everybody asks for use their indexes, with as many courses as a large school has.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::courses::{changed, found};
use crate::support::TestApp;

/// How Postgres answers this statement with what was bound to it. A partial index serves only who asks for its part, so
/// the plan is made for these values, as Postgres does until it has seen that others would do as well.
pub fn plan(app: &TestApp, asked: &str) -> String {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
        line: String,
    }
    let (statement, binds) = asked.split_once(" -- binds: ").expect(asked);
    let arguments = arguments(binds);
    let mut conn = app.database();
    conn.batch_execute(&format!(
        "SET plan_cache_mode = force_custom_plan; PREPARE asked AS {statement}"
    ))
    .expect(statement);
    let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN EXECUTE asked{arguments}"))
        .load(&mut conn)
        .expect(&arguments);
    lines.into_iter().map(|line| line.line + "\n").collect()
}

/// `[Published, 13, [1, 2]]` as `('published', '13', '{1, 2}')`.
fn arguments(binds: &str) -> String {
    let binds = binds.trim();
    let inner = binds
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let (mut values, mut depth) = (vec![String::new()], 0);
    for letter in inner.expect(binds).chars() {
        depth += i32::from(letter == '[') - i32::from(letter == ']');
        match letter {
            ',' if depth == 0 => values.push(String::new()),
            _ => values.last_mut().expect("one at least").push(letter),
        }
    }
    let value = |value: &String| match value.trim() {
        array if array.starts_with('[') => {
            format!(
                "'{}'",
                array.replace('[', "{").replace(']', "}").to_lowercase()
            )
        }
        text => format!(
            "'{}'",
            text.trim_matches('"').replace('\'', "''").to_lowercase()
        ),
    };
    match inner {
        Some("") => String::new(),
        _ => format!(
            "({})",
            values.iter().map(value).collect::<Vec<_>>().join(", ")
        ),
    }
}

#[tokio::test]
async fn lists_of_many_thousand_courses_are_read_from_their_indexes() {
    let app = TestApp::start().await;
    changed(
        &app,
        "INSERT INTO categories (name, name_en) SELECT 'C' || n, 'C' || n FROM generate_series(1, 50) n",
    );
    changed(
        &app,
        "INSERT INTO courses (title, teacher_id, category_id, status, published_at, enrolled_count, rating_count, rating_sum,
             price_minor, search)
         SELECT 'Course ' || n, (SELECT id FROM users WHERE username = 'li'), (SELECT min(id) FROM categories) + n % 50,
             (CASE WHEN n % 20 = 0 THEN 'draft' ELSE 'published' END)::course_status, now() - n * interval '1 minute', n % 997,
             n % 30, n % 30 * (n % 5 + 1),
             n % 3 * 100, format('''w%s'':1A ''course'':1A', n % 5000)::tsvector
         FROM generate_series(1, 30000) n",
    );
    app.execute("VACUUM (ANALYZE) courses");
    let category = app.count("SELECT min(id) + 7 AS n FROM categories");
    let visitor = app.anonymous();
    for (path, index) in [
        ("/courses".to_owned(), "courses_newest_idx"),
        ("/courses?sort=popular".to_owned(), "courses_popular_idx"),
        ("/courses?sort=rated".to_owned(), "courses_rated_idx"),
        (
            "/courses?price=free&language=zh".to_owned(),
            "courses_newest_idx",
        ),
        (format!("/courses?category={category}"), "courses_"),
        ("/courses?q=w123".to_owned(), "courses_"),
    ] {
        let before = app.statements_about("\"courses\"").len();
        assert!(!found(&visitor, &path).await.is_empty(), "{path}");
        let asked = app.statements_about("\"courses\"");
        let list = asked[before..]
            .iter()
            .find(|statement| statement.contains("display_name"));
        let plan = plan(&app, list.expect("the list is asked for"));
        assert!(plan.contains(index), "{path}\n{plan}");
        assert!(!plan.contains("Seq Scan on courses"), "{path}\n{plan}");
    }
    app.finish().await;
}
