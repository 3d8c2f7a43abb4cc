//! The grade book of a course with 1,000 learners and 50 columns, which is 50,000 grades of which a page shows 2,500,
//! beside a bare page with one query by primary key in the same run; and the same book as CSV.
//!
//!     cargo bench --bench gradebook

mod support;

use diesel::connection::SimpleConnection;
use support::{Lectern, bare, load};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let course = lectern
        .number("SELECT min(course_id) AS n FROM course_staff JOIN users u ON u.id = user_id WHERE u.username = 'teacher'")
        .await?;
    fill(&lectern, course).await?;
    let bare = bare::serve(lectern.server.app.db.clone())?;
    let cookie = format!("Cookie: {}\r\n", lectern.sign_in("teacher").await?);
    let query = (bare, "/page", "");
    for (name, path) in [
        (
            "grade book, a page of 50 × 50",
            format!("/courses/{course}/gradebook"),
        ),
        (
            "grade book as CSV, 1,000 × 50",
            format!("/courses/{course}/gradebook.csv"),
        ),
    ] {
        load::compare(name, (lectern.address(), &path, &cookie), query).await;
    }
    lectern.stop().await
}

/// Learners, columns in four weighed categories, and a grade for nearly every cell.
async fn fill(lectern: &Lectern, course: i64) -> anyhow::Result<()> {
    let write = format!(
        "INSERT INTO users (username, email, password, display_name)
             SELECT 'bench' || n, 'bench' || n || '@example.org', 'x', '学员' || n FROM generate_series(1, 1000) n;
         INSERT INTO enrollments (course_id, user_id) SELECT {course}, id FROM users WHERE username LIKE 'bench%';
         DELETE FROM grade_items WHERE course_id = {course};
         INSERT INTO grade_categories (course_id, title, weight, drop_lowest)
             SELECT {course}, '类别' || n, n * 10, n % 3 FROM generate_series(1, 4) n;
         INSERT INTO grade_items (course_id, category_id, kind, title, max_points, is_posted)
             SELECT {course}, c.ids[1 + n % 4], 'manual', '第' || n || '次作业', 100, n % 2 = 0
             FROM generate_series(1, 50) n, (SELECT array_agg(id) AS ids FROM grade_categories WHERE course_id = {course}) c;
         INSERT INTO grades (item_id, course_id, user_id, points, is_excused)
             SELECT i.id, {course}, e.user_id, (i.id * 7 + e.user_id * 13) % 101, (i.id + e.user_id) % 40 = 0
             FROM grade_items i, enrollments e
             WHERE i.course_id = {course} AND e.course_id = {course} AND (i.id + e.user_id) % 25 <> 0;"
    );
    let db = lectern.server.app.db.clone();
    db.run_patiently(move |conn| {
        // The statement takes longer than a request may.
        conn.batch_execute("SET statement_timeout = 0")?;
        conn.batch_execute(&write)?;
        conn.batch_execute("ANALYZE")?;
        conn.batch_execute("SET statement_timeout = '15s'")?;
        Ok(())
    })
    .await?;
    Ok(())
}
