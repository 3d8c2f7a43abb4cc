//! How long a refusal takes does not tell whether somebody has an account (row A3).

use std::time::Instant;

use lectern::accounts::hash_blocking;

use crate::support::{PASSWORD, TestApp};

/// So that a hash takes many times as long as all the rest of a request.
const COST: u32 = 10;

const ROUNDS: usize = 9;

/// The row asks for a tenth between the medians of two hundred; so few on a busy machine are held to less. Without the work
/// that is done for nobody it is a tenth of the time.
const ALIKE: std::ops::RangeInclusive<f64> = 0.6..=1.67;

/// In seconds.
async fn refusal(app: &TestApp, login: &str) -> f64 {
    let form = [("login", login), ("password", "wrong wrong wrong")];
    let (visitor, asked) = (app.anonymous(), Instant::now());
    let answer = visitor.post("/login", &form).await;
    assert_eq!(answer.status(), 422, "{login}");
    asked.elapsed().as_secs_f64()
}

/// The medians of those who are known and of others, asked by turns, so that whatever else the machine does slows both.
async fn medians(app: &TestApp, known: &str, other: impl Fn(usize) -> String) -> (f64, f64) {
    let (mut of_known, mut of_others) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        of_known.push(refusal(app, known).await);
        of_others.push(refusal(app, &other(round)).await);
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    (median(of_known), median(of_others))
}

#[tokio::test]
async fn a_refusal_takes_as_long_whether_or_not_there_is_an_account() {
    let app = TestApp::start_with(|config| config.security.bcrypt_cost = COST).await;
    let hash = hash_blocking(PASSWORD, COST).expect("a hash");
    app.execute(&format!("UPDATE users SET password = '{hash}'"));
    app.execute("UPDATE users SET is_suspended = true WHERE username = 'zhang'");
    let strangers = [
        ("xiaoming", "nobody"),
        ("xiaohong@example.org", "nobody@example.org"),
    ];
    for (known, stranger) in strangers {
        let (with, without) = medians(&app, known, |round| format!("{round}{stranger}")).await;
        assert!(
            ALIKE.contains(&(without / with)),
            "{known} {with}, {stranger} {without}"
        );
    }
    let (open, shut) = medians(&app, "wang", |_| "zhang".to_owned()).await;
    assert!(
        ALIKE.contains(&(shut / open)),
        "open {open}, shut out {shut}"
    );
    // Such a difference would be noticed.
    let cheap = hash_blocking(PASSWORD, 4).expect("a hash");
    app.execute(&format!(
        "UPDATE users SET password = '{cheap}' WHERE username = 'li'"
    ));
    let (quick, slow) = medians(&app, "li", |round| format!("{round}nobody")).await;
    assert!(!ALIKE.contains(&(slow / quick)), "{quick} and {slow}");
    app.finish().await;
}

/// What such an answer takes beside a hash: so little that only something of another kind would be noticed.
const ALIKE_IN_SHORT: std::ops::RangeInclusive<f64> = 0.4..=2.5;

/// Those asked about by turns, the known first: `path` with the fields that are made of the address and the round.
async fn asked(
    app: &TestApp,
    path: &str,
    fields: impl Fn(&str, String) -> Vec<(&'static str, String)>,
) -> (f64, f64) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for (at, domain) in ["example.org", "example.net"].into_iter().enumerate() {
            let fields = fields(&format!("known{round}@{domain}"), format!("new{at}{round}"));
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let (visitor, began) = (app.anonymous(), Instant::now());
            let answer = visitor.post(path, &fields).await;
            assert_eq!(answer.status(), 303, "{path}");
            times[at].push(began.elapsed().as_secs_f64());
        }
    }
    let [known, others] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    (known, others)
}

#[tokio::test]
async fn registering_and_asking_for_a_new_password_take_as_long_whosever_the_address_is() {
    let app = TestApp::start_with(|config| config.security.bcrypt_cost = COST).await;
    app.execute(&format!(
        "INSERT INTO users (username, email, email_confirmed_at, password, display_name)
         SELECT 'known' || n, 'known' || n || '@example.org', now(), 'x', 'x' FROM generate_series(0, {ROUNDS}) n"
    ));
    let (known, others) = asked(&app, "/register", |email, name| {
        vec![
            ("username", name),
            ("email", email.to_owned()),
            ("password", PASSWORD.to_owned()),
        ]
    })
    .await;
    assert!(ALIKE.contains(&(others / known)), "{known} and {others}");
    let (known, others) = asked(&app, "/password/reset", |email, _| {
        vec![("login", email.to_owned())]
    })
    .await;
    let ratio = others / known;
    assert!(ALIKE_IN_SHORT.contains(&ratio), "{known} and {others}");
    app.jobs_done().await;
    app.finish().await;
}
