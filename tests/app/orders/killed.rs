//! The program is killed over a notice, or away for a day in which it is paid (row R10).

use diesel::connection::SimpleConnection;

use super::begin_elsewhere;
use crate::support::{Database, PASSWORD, Peers, Program, eventually};

/// A buyer of the course of the cast, whose price is 199.00, in a program that may be killed.
struct Killed {
    peers: Peers,
    database: Database,
    data: tempfile::TempDir,
}

impl Killed {
    async fn begin() -> Killed {
        let database = Database::create();
        let priced = "UPDATE courses SET price_minor = 19900 WHERE title = '线性代数'";
        database.execute(priced);
        Killed {
            peers: Peers::start().await,
            database,
            data: tempfile::tempdir().expect("a folder"),
        }
    }

    async fn serve(&self) -> Program {
        let settings = self.peers.stripe_settings();
        let settings: Vec<(&str, &str)> = settings
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let program = Program::serve_with(&self.database.url(), self.data.path(), &settings).await;
        self.peers.send_stripe_s_notices_to(program.origin()).await;
        program
    }

    /// Orders the course and begins to pay with Stripe; the address of its page.
    async fn begin_to_pay(&self, program: &Program) -> String {
        let buyer = program.client();
        let form = [("login", "xiaohong"), ("password", PASSWORD)];
        assert_eq!(buyer.post("/login", &form).await.status(), 303);
        let course = self.count("SELECT id AS n FROM courses WHERE title = '线性代数'");
        let placed = buyer
            .post(&format!("/courses/{course}/orders"), &[("coupon", "")])
            .await;
        self.peers.notices_travel("held").await;
        begin_elsewhere(&buyer, placed.location(), "stripe").await
    }

    fn count(&self, sql: &str) -> i64 {
        self.database.count(sql)
    }

    fn is_paid(&self) -> bool {
        self.count("SELECT count(*) AS n FROM orders WHERE status = 'paid'") == 1
    }

    fn assert_one_enrolment(&self) {
        let enrolled = "SELECT count(*) AS n FROM enrollments e JOIN users u ON u.id = e.user_id
                        WHERE u.username = 'xiaohong'";
        assert_eq!(self.count(enrolled), 1);
        assert_eq!(
            self.count("SELECT count(*) AS n FROM order_changes WHERE status = 'paid'"),
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_is_killed_over_a_notice_is_told_it_again_and_enrols_once() {
    let scene = Killed::begin().await;
    let program = scene.serve().await;
    let page = scene.begin_to_pay(&program).await;
    scene.peers.press(&page, "pay").await;
    // The notice gets as far as the order, which somebody else holds.
    let mut holder = scene.database.connect();
    holder
        .batch_execute("BEGIN; SELECT 1 FROM orders FOR UPDATE")
        .expect("the order is held");
    let waits = "SELECT count(*) AS n FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let (answers, ()) = tokio::join!(scene.peers.deliver(3), async {
        eventually("the notices wait", async || scene.count(waits) > 0).await;
        program.kill().await;
    });
    assert_eq!(
        answers,
        [0, 0, 0],
        "nobody was thanked for what is not stored"
    );
    holder.batch_execute("ROLLBACK").expect("it is let go");
    eventually("its statements end", async || scene.count(waits) == 0).await;
    assert!(!scene.is_paid());
    assert_eq!(scene.count("SELECT count(*) AS n FROM payment_events"), 0);

    let program = scene.serve().await;
    let told = serde_json::json!({ "do": "deliver", "times": 2, "to": program.origin() });
    let answers = scene.peers.ask(told).await;
    assert_eq!(answers, serde_json::json!([200, 200]));
    assert!(scene.is_paid());
    scene.assert_one_enrolment();
    program.stop().await;
    scene.peers.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_paid_while_the_program_was_away_for_a_day_opens_the_course() {
    let scene = Killed::begin().await;
    let program = scene.serve().await;
    let page = scene.begin_to_pay(&program).await;
    program.kill().await;
    scene.peers.press(&page, "pay").await;
    let day_later = "UPDATE orders SET created_at = created_at - interval '25 hours';
                     UPDATE payments SET created_at = created_at - interval '25 hours';
                     UPDATE jobs SET run_at = run_at - interval '25 hours'";
    scene
        .database
        .connect()
        .batch_execute(day_later)
        .expect("a day has passed");
    let program = scene.serve().await;
    // Nobody has told it anything: it asks before it cancels what is overdue.
    eventually("it has asked", async || scene.is_paid()).await;
    scene.assert_one_enrolment();
    // The notice comes at last, 25 hours late.
    let told = serde_json::json!({ "do": "deliver", "times": 2, "to": program.origin() });
    assert_eq!(scene.peers.ask(told).await, serde_json::json!([200, 200]));
    assert_eq!(scene.count("SELECT count(*) AS n FROM payment_events"), 1);
    assert!(scene.is_paid());
    scene.assert_one_enrolment();
    program.stop().await;
    scene.peers.finish().await;
}
