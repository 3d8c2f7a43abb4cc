//! What nobody has paid in time is cancelled. The gateways are asked first: money that has come in counts, whether or not
//! its notice did (reliability row R10), also when the program itself was away for a day.

use std::time::Duration;

use diesel::dsl::{IntervalDsl, now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};

use super::gateways::News;
use super::history::Reason;
use super::model::{GatewayName, OrderId, OrderStatus, Payment};
use super::{cancelling, paying};
use crate::error::{AppError, Result};
use crate::schema::orders;
use crate::state::App;

/// An order that nobody has paid for so long is cancelled.
pub const PENDING_MINUTES: i32 = 30;

/// So long an order waits for a gateway that does not answer.
const PATIENCE: Duration = Duration::from_secs(24 * 3600);

/// So long it waits for a bank that takes its time.
const BANKS: Duration = Duration::from_secs(30 * 24 * 3600);

/// What is known of an order's payments.
#[derive(Clone, Copy, PartialEq)]
enum Heard {
    /// Nobody pays.
    Nothing,
    /// A gateway did not answer.
    Silence,
    /// Money is on its way.
    Coming,
}

impl Heard {
    /// How long after it was placed an order is cancelled all the same.
    fn patience(self) -> Duration {
        match self {
            // Whoever is asked about has waited for as long as that.
            Heard::Nothing => Duration::ZERO,
            Heard::Silence => PATIENCE,
            Heard::Coming => BANKS,
        }
    }
}

/// Cancels what has been pending for too long.
pub async fn expire(app: &App) -> Result<()> {
    let mut away = Vec::new();
    for (id, seconds) in app.db.run(due).await? {
        let heard = hear(app, id, &mut away).await?;
        let age = Duration::from_secs(seconds.unsigned_abs());
        if age >= heard.patience() {
            app.db
                .run(move |conn| cancelling::end(conn, id, Reason::Expired, None))
                .await?;
        }
    }
    Ok(())
}

/// Orders that have waited too long, with their age in seconds, by the database's clock. At most a thousand, the oldest first;
/// the next round takes the rest.
fn due(conn: &mut PgConnection) -> Result<Vec<(OrderId, i64)>> {
    let limit = now.into_sql::<Timestamptz>() - PENDING_MINUTES.minutes();
    let age = sql::<BigInt>("extract(epoch FROM now() - created_at)::bigint");
    Ok(orders::table
        .filter(orders::status.eq(OrderStatus::Pending))
        .filter(orders::created_at.lt(limit))
        .order(orders::created_at)
        .limit(1000)
        .select((orders::id, age))
        .load(conn)?)
}

/// Asks about every payment of the order that is under way; not about those of which a bank is known to take its time. A
/// gateway that is away is asked once a round.
async fn hear(app: &App, order: OrderId, away: &mut Vec<GatewayName>) -> Result<Heard> {
    let find = move |conn: &mut _| paying::under_way(conn, order);
    let payments = app.db.run(find).await?;
    if payments.iter().any(Payment::is_coming) {
        return Ok(Heard::Coming);
    }
    let mut heard = Heard::Nothing;
    for payment in payments {
        let gateway = payment.gateway;
        if away.contains(&gateway) {
            heard = Heard::Silence;
            continue;
        }
        match paying::ask(app, payment).await {
            Ok(News::Coming { .. }) => return Ok(Heard::Coming),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(
                    order,
                    ?error,
                    "an order that expires could not be asked about"
                );
                heard = Heard::Silence;
                if matches!(error, AppError::Away(_)) {
                    away.push(gateway);
                }
            }
        }
    }
    Ok(heard)
}
