//! What no form offers is taken by none (row A8): whatever a learner sends along, on every route that lets them in, they stay
//! who they are, things cost what they did and belong to whom they did.

use super::*;

/// Fields of rows, as somebody guesses them who wants more than they have.
const CLIMBING: [(&str, &str); 24] = [
    ("role", "admin"),
    ("is_admin", "true"),
    ("admin", "true"),
    ("is_suspended", "false"),
    ("email_confirmed_at", "2020-01-01"),
    ("email_verified", "true"),
    ("verified", "true"),
    ("balance", "1000000"),
    ("amount", "0"),
    ("price", "0"),
    ("price_minor", "0"),
    ("list_amount", "0"),
    ("currency", "VND"),
    ("paid_at", "2020-01-01"),
    ("teacher_id", "1"),
    ("owner_id", "1"),
    ("user_id", "1"),
    ("author_id", "1"),
    ("course_id", "1"),
    ("enrolled", "true"),
    ("enrolled_count", "99"),
    ("score", "100"),
    ("is_published", "true"),
    ("created_at", "2020-01-01"),
];

/// What nothing that is theirs to do changes: of which table, and by which columns.
const KEPT: [(&str, &str); 5] = [
    (
        "users",
        "id, role, is_suspended, email_confirmed_at, deleted_at, created_at",
    ),
    ("courses", "id, teacher_id, status, price_minor, currency"),
    ("course_staff", "course_id, user_id, role"),
    ("enrollments", "course_id, user_id"),
    (
        "orders",
        "id, user_id, course_id, amount, list_amount, currency, paid_at",
    ),
];

fn kept(app: &TestApp) -> Vec<String> {
    KEPT.iter()
        .map(|(table, columns)| {
            app.text(&format!(
                "SELECT coalesce(string_agg(row, E'\\n' ORDER BY row), '') AS t
                 FROM (SELECT '{table}: ' || concat_ws('|', {columns}) AS row FROM {table}) rows"
            ))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_along_makes_nobody_more_than_they_are() {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    let (learner, before, mut walked) = (app.student().await, kept(&app), 0);
    let mut sent = fields(&own);
    sent.retain(|(name, _)| CLIMBING.iter().all(|(climbing, _)| climbing != name));
    sent.extend(CLIMBING.map(|(name, value)| (name, value.to_owned())));
    let fields: Vec<(&str, &str)> = sent
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    for line in harmless_first() {
        if line.is_read() || !line.lets_in('e') {
            continue;
        }
        let path = line.path(&own.ids(&line));
        let answer = match UPLOADS.iter().any(|end| path.ends_with(end)) {
            true => {
                let part = reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("x.txt");
                let form = reqwest::multipart::Form::new();
                let form = sent
                    .iter()
                    .fold(form, |form, (name, value)| form.text(*name, value.clone()));
                learner.upload(&path, form.part("file", part)).await
            }
            false => learner.post(&path, &fields).await,
        };
        assert!(answer.status() < 500, "{path}: {answer:?}");
        assert_eq!(kept(&app), before, "{path}");
        walked += 1;
    }
    assert!(walked > 40, "{walked}");
    assert_eq!(learner.get("/admin").await.status(), 404);
    app.execute("UPDATE users SET role = 'admin' WHERE username = 'xiaoming'");
    assert_ne!(kept(&app), before, "it would be noticed");
    app.finish().await;
}
