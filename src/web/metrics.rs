//! Counters and gauges in the text format of Prometheus.

use std::sync::LazyLock;
use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use diesel::pg::PgConnection;
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl};
use prometheus::{
    HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, register_histogram_vec,
    register_int_counter, register_int_counter_vec, register_int_gauge, register_int_gauge_vec,
};

use crate::error::AppError;
use crate::state::App;

/// Requests by route and status class.
static REQUESTS: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!(
        "lectern_requests_total",
        "Requests answered.",
        &["route", "status"]
    )
    .expect("the name is used once")
});

static SECONDS: LazyLock<HistogramVec> = LazyLock::new(|| {
    register_histogram_vec!(
        "lectern_request_seconds",
        "Time until the head of the answer.",
        &["route"]
    )
    .expect("the name is used once")
});

/// Open websockets.
pub static SOCKETS: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!("lectern_sockets", "Open websockets.").expect("the name is used once")
});

/// Frames that have gone out on sockets.
pub static DELIVERIES: LazyLock<IntCounter> = LazyLock::new(|| {
    register_int_counter!(
        "lectern_deliveries_total",
        "Frames of rooms sent to sockets."
    )
    .expect("the name is used once")
});

/// Queues of sockets that were read too slowly.
pub static OVERFLOWS: LazyLock<IntCounter> = LazyLock::new(|| {
    register_int_counter!(
        "lectern_overflows_total",
        "Sockets that were told to start over, as their queue was full."
    )
    .expect("the name is used once")
});

/// Whether this node can be told by the others.
pub static BUS: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!(
        "lectern_bus_up",
        "1 while joined to the other nodes by Redis."
    )
    .expect("the name is used once")
});

/// What is read at each look: jobs by state, mails that wait, classes on the air, connections to the database.
static LEVELS: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!(
        "lectern_level",
        "Jobs (jobs_waiting, jobs_running, jobs_failed), mails_waiting, live_classes, database_connections and \
         database_connections_idle.",
        &["of"]
    )
    .expect("the name is used once")
});

/// Age of the job that is due for longest.
static OLDEST_JOB: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!(
        "lectern_oldest_due_job_seconds",
        "How long the job that is due for longest has waited."
    )
    .expect("the name is used once")
});

/// Whether the clock of this machine can be relied on (reliability row R23).
static APART: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!(
        "lectern_clock_apart_seconds",
        "How far the clock of the database is ahead of the clock of this machine."
    )
    .expect("the name is used once")
});

#[derive(QueryableByName)]
struct Levels {
    #[diesel(sql_type = BigInt)]
    jobs_waiting: i64,
    #[diesel(sql_type = BigInt)]
    jobs_running: i64,
    #[diesel(sql_type = BigInt)]
    jobs_failed: i64,
    #[diesel(sql_type = BigInt)]
    oldest_job: i64,
    #[diesel(sql_type = BigInt)]
    mails_waiting: i64,
    #[diesel(sql_type = BigInt)]
    live_classes: i64,
    /// The database's time, in seconds since 1970.
    #[diesel(sql_type = BigInt)]
    time: i64,
}

/// Reads what stands in the database. While that is away the rest is told all the same.
pub async fn look(app: &App) {
    let (all, idle) = app.db.connections();
    LEVELS
        .with_label_values(&["database_connections"])
        .set(all.into());
    LEVELS
        .with_label_values(&["database_connections_idle"])
        .set(idle.into());
    match app.db.run(levels).await {
        Ok(levels) => levels.show(),
        Err(error) => tracing::warn!(%error, "the database could not be looked at for the metrics"),
    }
}

fn levels(conn: &mut PgConnection) -> Result<Levels, AppError> {
    Ok(diesel::sql_query(
            "SELECT count(*) FILTER (WHERE dead_at IS NULL AND coalesce(leased_until < now(), true)) AS jobs_waiting,
                 count(*) FILTER (WHERE dead_at IS NULL AND leased_until >= now()) AS jobs_running,
                 count(*) FILTER (WHERE dead_at IS NOT NULL) AS jobs_failed,
                 coalesce(extract(epoch FROM now() - min(run_at)
                     FILTER (WHERE dead_at IS NULL AND run_at <= now()))::bigint, 0) AS oldest_job,
                 (SELECT count(*) FROM mails WHERE sent_at IS NULL AND failed_at IS NULL) AS mails_waiting,
                 (SELECT count(*) FROM live_rooms WHERE status = 'live') AS live_classes,
                 extract(epoch FROM clock_timestamp())::bigint AS time
             FROM jobs WHERE finished_at IS NULL",
        )
    .get_result(conn)?)
}

impl Levels {
    fn show(&self) {
        for (name, value) in [
            ("jobs_waiting", self.jobs_waiting),
            ("jobs_running", self.jobs_running),
            ("jobs_failed", self.jobs_failed),
            ("mails_waiting", self.mails_waiting),
            ("live_classes", self.live_classes),
        ] {
            LEVELS.with_label_values(&[name]).set(value);
        }
        OLDEST_JOB.set(self.oldest_job);
        APART.set(self.time - chrono::Utc::now().timestamp());
    }
}

/// Middleware: counts and times each request under the pattern of its route, never its path, which may carry secrets
/// and has no bound.
pub async fn measure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let response = next.call(request).await?;
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "none".into());
    let status = response.status().as_u16().to_string();
    REQUESTS
        .with_label_values(&[route.as_str(), status.as_str()])
        .inc();
    SECONDS
        .with_label_values(&[route.as_str()])
        .observe(started.elapsed().as_secs_f64());
    Ok(response)
}

/// Everything registered, as text.
pub fn text() -> String {
    let mut text = String::new();
    // Fails only for a metric without a name.
    let _ = prometheus::TextEncoder::new().encode_utf8(&prometheus::gather(), &mut text);
    text
}
