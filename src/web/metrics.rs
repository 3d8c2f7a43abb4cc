//! Counters and gauges in the text format of Prometheus.

use std::sync::LazyLock;
use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use prometheus::{
    HistogramVec, IntCounterVec, IntGauge, register_histogram_vec, register_int_counter_vec,
    register_int_gauge,
};

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

/// Whether this node can be told by the others.
pub static BUS: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!(
        "lectern_bus_up",
        "1 while joined to the other nodes by Redis."
    )
    .expect("the name is used once")
});

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
