//! The queue of jobs: done at least once, whatever happens to whoever does them (rows R14, R15).

mod killed;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use lectern::error::AppError;
use lectern::jobs::{
    self, DeadLetterFilter, Job, Registry, Worker, counts, dead_letters, enqueue, enqueue_once,
    retry,
};
use lectern::state::App;
use serde::{Deserialize, Serialize};

use crate::support::TestApp;

/// Leaves a mark, and does what its kind says.
#[derive(Serialize, Deserialize)]
struct Marked<const KIND: u8> {
    mark: String,
}

const WELL: u8 = 0;
const FAILING_ONCE: u8 = 1;
const HOPELESS: u8 = 2;
const PANICKING: u8 = 3;
const SLOW: u8 = 4;

static FAILURES: AtomicU32 = AtomicU32::new(0);

async fn leave(app: &App, mark: String) -> anyhow::Result<()> {
    let insert = "INSERT INTO site_settings (key, value) VALUES ($1, '1')
        ON CONFLICT (key) DO UPDATE SET value = to_jsonb((site_settings.value)::int + 1)";
    app.db
        .run(move |conn| {
            let query = diesel::sql_query(insert).bind::<diesel::sql_types::Text, _>(mark);
            Ok(query.execute(conn)?)
        })
        .await?;
    Ok(())
}

macro_rules! job {
    ($kind:ident, $name:literal, $attempts:literal, $body:expr) => {
        impl Job for Marked<$kind> {
            const NAME: &'static str = $name;
            const MAX_ATTEMPTS: i32 = $attempts;

            async fn run(self, app: &App) -> anyhow::Result<()> {
                $body(self.mark, app.clone()).await
            }

            fn given_up(self, conn: &mut PgConnection) -> Result<(), AppError> {
                let insert = "INSERT INTO site_settings (key, value) VALUES ($1, '1')";
                let query = diesel::sql_query(insert);
                let key = format!("given_up_{}", self.mark);
                query
                    .bind::<diesel::sql_types::Text, _>(key)
                    .execute(conn)?;
                Ok(())
            }
        }
    };
}

job!(WELL, "test.well", 3, |mark, app: App| async move {
    leave(&app, mark).await
});
job!(
    FAILING_ONCE,
    "test.failing_once",
    3,
    |mark, app: App| async move {
        if FAILURES.fetch_add(1, Ordering::SeqCst) == 0 {
            anyhow::bail!("the first attempt fails");
        }
        leave(&app, mark).await
    }
);
job!(HOPELESS, "test.hopeless", 1, |_, _: App| async move {
    Err(anyhow::anyhow!("there is no hope"))
});
job!(PANICKING, "test.panicking", 1, |_, _: App| async move {
    panic!("out of order")
});
job!(SLOW, "test.slow", 3, |mark, app: App| async move {
    tokio::time::sleep(Duration::from_secs(60)).await;
    leave(&app, mark).await
});

fn registry() -> Registry {
    Registry::default()
        .with::<Marked<WELL>>()
        .with::<Marked<FAILING_ONCE>>()
        .with::<Marked<HOPELESS>>()
        .with::<Marked<PANICKING>>()
        .with::<Marked<SLOW>>()
}

fn marked<const KIND: u8>(mark: &str) -> Marked<KIND> {
    Marked { mark: mark.into() }
}

/// The worker stops with the program: it is the program's `stop` that it listens to.
fn start_worker(app: &TestApp) -> Worker {
    Worker::start(app.app().clone(), registry())
}

fn marks(app: &TestApp) -> i64 {
    app.count("SELECT coalesce(sum((value)::int), 0) AS n FROM site_settings")
}

#[tokio::test]
async fn a_job_is_done_exactly_if_what_caused_it_is_committed() {
    let app = TestApp::start().await;
    let _worker = start_worker(&app);
    let mut conn = app.database();
    let rolled_back = conn.transaction(|conn| {
        enqueue(conn, &marked::<WELL>("rolled_back"))?;
        Err::<(), _>(AppError::Forbidden)
    });
    assert!(rolled_back.is_err());
    conn.transaction(|conn| enqueue(conn, &marked::<WELL>("committed")))
        .unwrap();
    app.jobs_done().await;
    assert_eq!(marks(&app), 1);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM site_settings WHERE key = 'committed'"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_after_a_pause() {
    let app = TestApp::start().await;
    let _worker = start_worker(&app);
    enqueue(&mut app.database(), &marked::<FAILING_ONCE>("done")).unwrap();
    app.jobs_done().await;
    assert_eq!(marks(&app), 1);
    assert_eq!(
        app.count("SELECT attempts::bigint AS n FROM jobs WHERE name = 'test.failing_once'"),
        2
    );
    app.finish().await;
}

#[tokio::test]
async fn a_job_out_of_attempts_is_a_dead_letter_that_can_be_tried_again() {
    let app = TestApp::start().await;
    let _worker = start_worker(&app);
    let mut conn = app.database();
    enqueue(&mut conn, &marked::<HOPELESS>("x")).unwrap();
    enqueue(&mut conn, &marked::<PANICKING>("x")).unwrap();
    app.jobs_done().await;
    let mut dead = dead_letters(&mut conn, &DeadLetterFilter::default(), 10).unwrap();
    dead.sort_by_key(|letter| letter.id);
    let errors: Vec<_> = dead
        .iter()
        .filter_map(|letter| letter.last_error.as_deref())
        .collect();
    assert!(
        errors[0].contains("no hope") && errors[1].contains("panicked"),
        "{errors:?}"
    );
    retry(&mut conn, dead[0].id).unwrap();
    app.jobs_done().await;
    assert_eq!(counts(&mut conn).unwrap().dead, 2, "it was tried, in vain");
    assert!(matches!(retry(&mut conn, 0), Err(AppError::NotFound)));
    app.execute("DELETE FROM jobs");
    app.finish().await;
}

/// What people wait for must not look as if it were still being made.
#[tokio::test]
async fn a_job_that_is_given_up_tells_its_subject_once_however_its_last_attempt_ended() {
    let app = TestApp::start().await;
    let mut conn = app.database();
    enqueue(&mut conn, &marked::<WELL>("killed")).unwrap();
    app.execute("UPDATE jobs SET attempts = max_attempts, lease = gen_random_uuid(), leased_until = now() - interval '1 s'");
    enqueue(&mut conn, &marked::<HOPELESS>("failed")).unwrap();
    enqueue(&mut conn, &marked::<PANICKING>("panicked")).unwrap();
    enqueue(&mut conn, &marked::<WELL>("done")).unwrap();
    let _worker = start_worker(&app);
    app.jobs_done().await;
    let told = "SELECT string_agg(key, ', ' ORDER BY key) AS t FROM site_settings";
    assert_eq!(
        app.text(told),
        "done, given_up_failed, given_up_killed, given_up_panicked"
    );
    // One that can't be told twice is given up all the same.
    let failed = app.count("SELECT id AS n FROM jobs WHERE name = 'test.hopeless'");
    retry(&mut conn, failed).unwrap();
    app.jobs_done().await;
    assert_eq!(counts(&mut conn).unwrap().dead, 3);
    app.execute("DELETE FROM jobs");
    app.finish().await;
}

#[tokio::test]
async fn a_job_whose_worker_died_is_taken_by_another_once_its_lease_is_over() {
    let app = TestApp::start().await;
    enqueue(&mut app.database(), &marked::<WELL>("done")).unwrap();
    app.execute(
        "UPDATE jobs SET attempts = 1, lease = gen_random_uuid(), leased_until = now() + interval '2 s'
         WHERE name = 'test.well'",
    );
    let _worker = start_worker(&app);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(marks(&app), 0, "the lease is respected");
    app.jobs_done().await;
    assert_eq!(marks(&app), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_job_with_a_key_waits_only_once() {
    let app = TestApp::start().await;
    let mut conn = app.database();
    for _ in 0..3 {
        enqueue_once(&mut conn, &marked::<WELL>("once"), "key", Duration::ZERO).unwrap();
    }
    let _worker = start_worker(&app);
    app.jobs_done().await;
    assert_eq!(marks(&app), 1);
    enqueue_once(&mut conn, &marked::<WELL>("once"), "key", Duration::ZERO).unwrap();
    app.jobs_done().await;
    assert_eq!(marks(&app), 2, "done ones are no obstacle");
    app.finish().await;
}

#[tokio::test]
async fn two_workers_do_each_job_once() {
    let app = TestApp::start().await;
    let mut conn = app.database();
    for number in 0..40 {
        let mark: String = format!("job_{}", number)
            .chars()
            .map(|c| char::from(b'a' + (c as u8 % 26)))
            .collect();
        enqueue(&mut conn, &marked::<WELL>(&mark)).unwrap();
    }
    let _workers = (start_worker(&app), start_worker(&app));
    app.jobs_done().await;
    assert_eq!(marks(&app), 40);
    app.finish().await;
}

#[tokio::test]
async fn a_worker_that_is_stopped_gives_back_what_it_does_not_finish() {
    let app = TestApp::start().await;
    enqueue(&mut app.database(), &marked::<SLOW>("never")).unwrap();
    let worker = start_worker(&app);
    while app.count("SELECT count(*) AS n FROM jobs WHERE lease IS NOT NULL") == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    app.app().stop.cancel();
    worker.stopped().await;
    let given_back = "SELECT count(*) AS n FROM jobs WHERE name = 'test.slow' AND lease IS NULL AND attempts = 0";
    assert_eq!(app.count(given_back), 1);
    app.execute("DELETE FROM jobs");
    app.finish().await;
}

#[tokio::test]
async fn old_finished_jobs_are_pruned() {
    let app = TestApp::start().await;
    app.execute("INSERT INTO jobs (name, payload, finished_at) VALUES ('x', '{}', now() - interval '8 days'), ('y', '{}', now())");
    jobs::PruneFinished {}.run(app.app()).await.unwrap();
    assert_eq!(
        app.count("SELECT count(*) AS n FROM jobs WHERE name = 'x'"),
        0
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM jobs WHERE name = 'y'"),
        1
    );
    app.finish().await;
}
