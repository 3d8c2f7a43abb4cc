//! The lists of administration: sorted by their columns, paged by key, exported as they are filtered.

use super::{assert_each_once, walk};
use crate::courses::plans::plan;
use crate::support::TestApp;

/// So many orders of as many people, of amounts and states that repeat.
fn order(app: &TestApp, count: usize) {
    app.execute(&format!(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'buyer' || n, 'buyer' || n || '@example.org', 'x', '买家' FROM generate_series(1, {count}) n"
    ));
    app.execute(&format!(
        "INSERT INTO orders (user_id, course_id, amount, currency, status)
         SELECT u.id, {}, (row_number() OVER (ORDER BY u.id) * 7 % 11) * 100, 'CNY',
             (ARRAY['pending', 'cancelled'])[1 + u.id % 2]::order_status
         FROM users u WHERE u.username LIKE 'buyer%'",
        app.cast.course
    ));
}

#[tokio::test]
async fn orders_are_sorted_by_date_amount_and_state_page_by_page() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    order(&app, 120);
    for sort in ["", "placed", "amount", "-amount", "status", "-status"] {
        let path = format!("/admin/orders?sort={sort}");
        let ids = walk(&admin, &path, "#orders tbody td:first-child a").await;
        let column = match sort.trim_start_matches('-') {
            "amount" => "amount",
            "status" => "status",
            _ => "id",
        };
        let way = match sort {
            "" | "-amount" | "-status" => "DESC",
            _ => "ASC",
        };
        let wanted = app.text(&format!(
            "SELECT string_agg(id::text, ' ' ORDER BY {column} {way}, id {way}) AS t FROM orders"
        ));
        assert_eq!(ids.join(" "), wanted, "{sort}");
        assert_each_once(ids, 120, sort);
    }
    let page = admin
        .get("/admin/orders?sort=-amount&q=buyer&status=pending")
        .await
        .html();
    assert_eq!(page.attribute("th[aria-sort]", "aria-sort"), "descending");
    assert_eq!(
        page.attribute("th[aria-sort] a", "href"),
        "/admin/orders?q=buyer&status=pending&sort=amount"
    );
    assert_eq!(
        page.attribute(".filter-bar input[name=sort]", "value"),
        "-amount",
        "filtering keeps the order"
    );
    let file = admin
        .get(&page.attribute("a[download]", "href"))
        .await
        .text();
    assert_eq!(file.lines().count(), 61);
    let odd = admin.get("/admin/orders?sort=password&after=x~y").await;
    assert_eq!(odd.status(), 200, "what is unknown is the usual way");
    app.finish().await;
}

#[tokio::test]
async fn courses_and_people_are_sorted_by_their_columns() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.execute(
        "INSERT INTO courses (title, summary, description, teacher_id, category_id, enrolled_count, price_minor)
         SELECT 'Course ' || n % 9, '', '', c.teacher_id, c.category_id, n % 7, n % 5 FROM courses c, generate_series(1, 120) n
         WHERE c.title = '线性代数'",
    );
    for (sort, column) in [
        ("title", "title"),
        ("-title", "title"),
        ("learners", "enrolled_count"),
        ("-price", "price_minor"),
    ] {
        let way = if sort.starts_with('-') { "DESC" } else { "ASC" };
        let wanted = app.text(&format!(
            "SELECT string_agg(title, ' ' ORDER BY {column} {way}, id {way}) AS t FROM courses"
        ));
        let path = format!("/admin/courses?sort={sort}");
        let titles = walk(&admin, &path, "#courses tbody th a").await;
        assert_eq!(titles.join(" "), wanted, "{sort}");
    }
    order(&app, 60);
    for sort in ["joined", "-name", "role", "-role"] {
        let path = format!("/admin/people?sort={sort}");
        let people = walk(&admin, &path, "#people tbody th .small:nth-of-type(1)").await;
        assert_each_once(people, 66, sort);
    }
    app.finish().await;
}

#[tokio::test]
async fn classes_are_sorted_and_exported_as_they_are_filtered() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.execute(&format!(
        "INSERT INTO live_rooms (title, teacher_id, course_id, access, start_time)
         SELECT '=课 ' || n, teacher_id, id, 'enrolled', CASE WHEN n % 3 > 0 THEN now() + n % 13 * interval '1 hour' END
         FROM courses, generate_series(1, 70) n WHERE id = {}",
        app.cast.course
    ));
    for sort in ["", "made", "title", "-title", "begins", "-begins"] {
        let path = format!("/admin/live?sort={sort}");
        let titles = walk(&admin, &path, "#classes .list__title").await;
        assert_each_once(titles, 70, sort);
    }
    let page = admin.get("/admin/live?q=课&sort=title").await.html();
    assert_eq!(page.texts(".sorts [aria-current]"), ["名称"]);
    let file = admin
        .get(&page.attribute("a[download]", "href"))
        .await
        .text();
    assert_eq!(file.lines().count(), 71);
    assert!(file.contains("'=课 1,"), "nothing that computes");
    assert_eq!(
        app.teacher().await.get("/admin/live.csv").await.status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn a_page_far_down_of_many_thousand_orders_and_courses_is_read_from_the_index_of_its_column()
{
    let app = TestApp::start().await;
    order(&app, 20_000);
    app.execute(
        "INSERT INTO courses (title, summary, description, teacher_id, category_id, enrolled_count, price_minor)
         SELECT 'Course ' || n, '', '', c.teacher_id, c.category_id, n % 997, n % 89 FROM courses c, generate_series(1, 20000) n
         WHERE c.title = '线性代数'",
    );
    app.execute("VACUUM (ANALYZE) orders");
    app.execute("VACUUM (ANALYZE) courses");
    let admin = app.admin().await;
    for (path, table, index) in [
        (
            "orders?sort=-amount&after=500~9000",
            "\"orders\"",
            "orders_amount_idx",
        ),
        ("orders?sort=amount", "\"orders\"", "orders_amount_idx"),
        (
            "courses?sort=-learners&after=400~9000",
            "\"courses\"",
            "courses_learners_idx",
        ),
        (
            "courses?sort=title&after=Course 7~9000",
            "\"courses\"",
            "courses_title_idx",
        ),
        ("courses?sort=-price", "\"courses\"", "courses_price_idx"),
    ] {
        let before = app.statements_about(table).len();
        let page = admin.get(&format!("/admin/{path}")).await;
        assert_eq!(page.status(), 200, "{page:?}");
        assert!(page.html().has("a[rel='next']"), "{path}");
        let asked = app.statements_about(table);
        let list = asked[before..]
            .iter()
            .find(|statement| statement.contains("ORDER BY"));
        let plan = plan(&app, list.expect("the list is asked for"));
        assert!(plan.contains(index), "{path}\n{plan}");
    }
    app.finish().await;
}

#[tokio::test]
async fn somebody_is_found_by_part_of_a_name_without_reading_everybody() {
    let app = TestApp::start().await;
    order(&app, 20_000);
    app.execute(
        "UPDATE users SET display_name = '欧阳修', email = 'Ouyang_Xiu@example.org' WHERE username = 'buyer777'",
    );
    app.execute("VACUUM (ANALYZE) users");
    app.execute("VACUUM (ANALYZE) orders");
    let admin = app.admin().await;
    let found = async |q: &str| {
        let page = admin.get(&format!("/admin/people?q={q}")).await.html();
        page.texts("#people tbody th .small:nth-of-type(1)")
    };
    let named = found("buyer777").await;
    assert_eq!(named.len(), 11, "buyer777 and buyer7770 to buyer7779");
    for q in [
        "阳",
        "欧阳",
        "欧阳修",
        "YANG_x",
        "ouyang_xiu@EXAMPLE",
        "buyer777%20%20",
    ] {
        let one = found(q).await;
        assert!(
            one.iter().any(|name| name.contains("buyer777")),
            "{q}: {one:?}"
        );
        assert_eq!(
            one.len(),
            if q.starts_with("buyer") { 11 } else { 1 },
            "{q}"
        );
    }
    for q in ["修欧", "%25阳", "欧_修", "777buyer"] {
        assert_eq!(found(q).await.len(), 0, "{q}");
    }
    assert_eq!(
        found("buyer").await.len(),
        50,
        "a page of those that are many"
    );
    for (path, table, index) in [
        ("people?q=欧阳", "\"users\"", "users_letters_idx"),
        ("orders?q=buyer777", "\"users\"", "users_letters_idx"),
        ("orders?q=buyer777", "\"orders\"", "orders_user_idx"),
    ] {
        let before = app.statements_about(table).len();
        assert_eq!(admin.get(&format!("/admin/{path}")).await.status(), 200);
        let asked = app.statements_about(table);
        let mut plans = asked[before..]
            .iter()
            .map(|statement| plan(&app, statement));
        assert!(plans.any(|plan| plan.contains(index)), "{path} {index}");
    }
    let bought = admin.get("/admin/orders?q=buyer777").await.html();
    assert_eq!(bought.count("#orders tbody tr"), 11);
    let of_course = admin.get("/admin/orders?q=线性").await.html();
    assert_eq!(of_course.count("#orders tbody tr"), 50);
    let many = admin.get("/admin/orders?q=buyer").await.html();
    assert_eq!(many.count("#orders tbody tr"), 50);
    app.finish().await;
}

#[tokio::test]
async fn what_was_done_to_a_thing_is_found_by_its_id_alone_from_the_index() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO audit_log (action, subject_type, subject_id)
         SELECT 'x.y', (ARRAY['user', 'course', 'room'])[1 + n % 3], n::text FROM generate_series(1, 30000) n",
    );
    app.execute("VACUUM (ANALYZE) audit_log");
    let admin = app.admin().await;
    let before = app.statements_about("\"audit_log\"").len();
    let page = admin.get("/admin/audit?object=29990").await.html();
    assert_eq!(page.count("tbody tr"), 1);
    let asked = app.statements_about("\"audit_log\"");
    let list = asked[before..]
        .iter()
        .find(|one| one.contains("subject_id\" ="));
    let plan = plan(&app, list.expect("the list is asked for"));
    assert!(plan.contains("audit_log_subject_idx"), "{plan}");
    app.finish().await;
}
