//! Work that costs much is bounded, and done where it holds up nobody (row D4).

use std::cell::Cell;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::support::TestApp;

/// What a page of the server's own health may take while everything else is busy.
const LIMIT: Duration = Duration::from_secs(3);

/// Asks for the health again and again until the work is done: what came of it, the slowest answer, and how many there were.
async fn health_during<T>(app: &TestApp, work: impl Future<Output = T>) -> (T, Duration, usize) {
    let (visitor, is_done) = (app.anonymous(), Cell::new(false));
    let asking = async {
        let (mut slowest, mut asked) = (Duration::ZERO, 0);
        while !is_done.get() {
            let started = Instant::now();
            assert_eq!(visitor.get("/healthz").await.status(), 200);
            slowest = slowest.max(started.elapsed());
            asked += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        (slowest, asked)
    };
    let working = async {
        let done = work.await;
        is_done.set(true);
        done
    };
    let (done, (slowest, asked)) = tokio::join!(working, asking);
    (done, slowest, asked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_that_is_nested_without_end_is_rendered_in_time_or_refused() {
    let app = TestApp::start().await;
    let author = app.teacher().await;
    let size = 60_000;
    let nests = [
        "> ", "- ", "1. ", "[", "![", "**a", "*a **b ", "~~a", "<div>", "`", "((", "[a](", "$",
        "|a", "&amp;", "\\[",
    ];
    for nest in nests {
        let text = nest.repeat(size / nest.len());
        let started = Instant::now();
        let rendered = async {
            author
                .post("/markdown/preview", &[("text", &text)])
                .await
                .status()
        };
        let (status, slowest, asked) = health_during(&app, rendered).await;
        let took = started.elapsed();
        assert!([200, 413, 422].contains(&status), "{nest}: {status}");
        assert!(took < Duration::from_secs(10), "{nest} takes {took:?}");
        assert!(slowest < LIMIT, "{nest}: one of {asked} took {slowest:?}");
    }
    app.finish().await;
}

/// Each is hashed, whether there is such a person or not, and as long as on a server that people use.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_who_sign_in_at_once_hold_up_nobody_else() {
    let app = TestApp::start_with(|config| config.security.bcrypt_cost = 11).await;
    let visitor = app.anonymous();
    for (length, expected) in [(64, 422), (1_000_000, 413)] {
        let password = "a".repeat(length);
        let names: Vec<String> = (0..100).map(|n| format!("nobody{n}")).collect();
        let attempts = names.iter().map(|name| async {
            let form = [("login", name.as_str()), ("password", &password)];
            visitor.post("/login", &form).await.status()
        });
        let (answers, slowest, asked) = health_during(&app, join_all(attempts)).await;
        assert_eq!(answers, [expected; 100], "{length}");
        assert!(slowest < LIMIT, "{length}: one of {asked} took {slowest:?}");
        assert!(
            length > 64 || asked > 10,
            "while they wait the health is told {asked} times"
        );
    }
    app.finish().await;
}

/// Nobody may say how much they want.
#[tokio::test]
async fn a_list_gives_no_more_than_a_page_whatever_is_asked_for() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO courses (title, summary, description, teacher_id, category_id, status, published_at, search)
         SELECT 'Course ' || n, 'x', 'x', teacher_id, category_id, 'published', now(), search
         FROM courses, generate_series(1, 500) n WHERE title = '线性代数'",
    );
    app.execute(
        "INSERT INTO users (username, email, password, display_name, role)
         SELECT 'many' || n, 'many' || n || '@example.org', password, 'Many', 'student'
         FROM users, generate_series(1, 500) n WHERE username = 'xiaohong'",
    );
    let (visitor, admin) = (app.anonymous(), app.admin().await);
    for (client, path, row) in [
        (&visitor, "/courses", "a[href^='/courses/']"),
        (&admin, "/admin/people", "a[href^='/admin/people/']"),
    ] {
        let usual = client.get(path).await.html().count(row);
        assert!((10..=250).contains(&usual), "{path}: {usual}");
        for wanted in ["limit", "per_page", "page_size", "size", "count", "n"] {
            let more = client.get(&format!("{path}?{wanted}=1000000000")).await;
            assert_eq!(more.html().count(row), usual, "{path} {wanted}");
        }
    }
    app.finish().await;
}
