//! What the program does by itself, and the jobs that failed for good (row R14).

use crate::support::TestApp;

/// Puts a job there that is out of attempts; its number. Of a kind that does its work when it is tried again.
fn bury(app: &TestApp, key: &str) -> i64 {
    app.execute(&format!(
        "INSERT INTO jobs (name, payload, unique_key, max_attempts, attempts, dead_at, last_error)
         VALUES ('accounts.prune_sessions', '{{}}', {key}, 3, 3, now(), 'the <b>disk</b> was full')"
    ));
    app.count("SELECT max(id) AS n FROM jobs WHERE dead_at IS NOT NULL")
}

fn dead(app: &TestApp) -> i64 {
    app.count("SELECT count(*) AS n FROM jobs WHERE dead_at IS NOT NULL")
}

#[tokio::test]
async fn a_failed_job_is_shown_with_its_error_tried_again_and_noted() {
    let app = TestApp::start().await;
    let (admin, id) = (app.admin().await, bury(&app, "NULL"));
    app.execute(&format!(
        "UPDATE jobs SET payload = '{{\"secret\": \"canary-payload\"}}' WHERE id = {id}"
    ));
    let page = admin.get("/admin/jobs").await;
    assert!(
        !page.text().contains("canary-payload"),
        "what a job carries is nobody's business"
    );
    let page = page.html();
    assert_eq!(
        page.text(".job-error"),
        "the <b>disk</b> was full",
        "as text"
    );
    let (names, numbers) = (
        page.texts("#kinds td:first-child"),
        page.texts("#kinds td.num"),
    );
    let at = names
        .iter()
        .position(|name| name == "accounts.prune_sessions")
        .unwrap();
    assert_eq!(
        numbers[3 * at..3 * at + 3],
        ["0", "0", "1"],
        "none waits, none runs, one has failed"
    );
    app.execute(&format!("UPDATE jobs SET payload = '{{}}' WHERE id = {id}"));
    let form = page.form(&format!("form[action='/admin/jobs/{id}/retry']"));
    assert_eq!(admin.submit(&form).await.status(), 303);
    app.jobs_done().await;
    let done =
        format!("SELECT count(*) AS n FROM jobs WHERE id = {id} AND finished_at IS NOT NULL");
    assert_eq!(app.count(&done), 1);
    let noted = format!(
        "SELECT count(*) AS n FROM audit_log WHERE action = 'job.retry' AND subject_id = '{id}'"
    );
    assert_eq!(app.count(&noted), 1);
    assert_eq!(
        admin.post(&form.action, &[]).await.status(),
        404,
        "it is no failed job any more"
    );
    app.finish().await;
}

#[tokio::test]
async fn all_failed_jobs_of_a_kind_are_tried_again_but_what_waits_again_already() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let twice = [bury(&app, "'recurring-x'"), bury(&app, "'recurring-x'")];
    bury(&app, "NULL");
    app.execute(
        "INSERT INTO jobs (name, payload, unique_key, max_attempts, run_at)
         VALUES ('accounts.prune_sessions', '{}', 'recurring-x', 3, now() + interval '1 day')",
    );
    let other = admin
        .post("/admin/jobs/retry", &[("job", "mail.send")])
        .await;
    assert_eq!(
        (other.status(), dead(&app)),
        (303, 3),
        "others are left alone"
    );
    assert_eq!(
        admin
            .post("/admin/jobs/retry", &[("job", "")])
            .await
            .status(),
        303
    );
    app.jobs_done().await;
    assert_eq!(dead(&app), 2, "the two that wait again");
    let refused = admin
        .post(&format!("/admin/jobs/{}/retry", twice[0]), &[])
        .await;
    assert_eq!(refused.status(), 409);
    assert!(refused.text().contains("已经在排队"), "in words");
    for id in twice {
        let dropped = admin.post(&format!("/admin/jobs/{id}/deletion"), &[]).await;
        assert_eq!(dropped.status(), 303);
    }
    assert_eq!(dead(&app), 0);
    app.finish().await;
}

#[tokio::test]
async fn only_administrators_touch_jobs_and_only_those_that_failed() {
    let app = TestApp::start().await;
    let id = bury(&app, "NULL");
    for client in [app.anonymous(), app.student().await, app.teacher().await] {
        for path in [
            format!("/admin/jobs/{id}/retry"),
            format!("/admin/jobs/{id}/deletion"),
            "/admin/jobs/retry".into(),
        ] {
            let status = client.post(&path, &[]).await.status();
            assert!([401, 303, 404].contains(&status), "{path}: {status}");
        }
    }
    assert_eq!(dead(&app), 1);
    app.execute("INSERT INTO jobs (name, payload, max_attempts, run_at) VALUES ('accounts.prune_sessions', '{}', 3, now() + interval '1 day')");
    let waiting = app.count("SELECT max(id) AS n FROM jobs");
    let admin = app.admin().await;
    for act in ["retry", "deletion"] {
        assert_eq!(
            admin
                .post(&format!("/admin/jobs/{waiting}/{act}"), &[])
                .await
                .status(),
            404
        );
    }
    admin.post(&format!("/admin/jobs/{id}/deletion"), &[]).await;
    app.finish().await;
}
