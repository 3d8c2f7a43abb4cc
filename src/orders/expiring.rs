//! What nobody has paid in time is cancelled. The gateways are asked first: money that has come in counts, whether or not
//! its notice did (reliability row R10), also when the program itself was away for a day.

use chrono::{DateTime, Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::history::Reason;
use super::model::{GatewayName, OrderId, OrderStatus};
use super::{cancelling, paying};
use crate::error::{AppError, Result};
use crate::schema::orders;
use crate::state::App;

/// An order that nobody has paid for so long is cancelled.
pub const PENDING_MINUTES: i64 = 30;

/// So long an order waits for a gateway that does not answer.
const PATIENCE_HOURS: i64 = 24;

/// Cancels what has been pending for too long.
pub async fn expire(app: &App) -> Result<()> {
    let mut away = Vec::new();
    for (id, placed_at) in app.db.run(due).await? {
        let is_heard = hear(app, id, &mut away).await?;
        if is_heard || placed_at < Utc::now() - Duration::hours(PATIENCE_HOURS) {
            app.db
                .run(move |conn| cancelling::end(conn, id, Reason::Expired, None))
                .await?;
        }
    }
    Ok(())
}

/// At most a thousand, the oldest first; the next round takes the rest.
fn due(conn: &mut PgConnection) -> Result<Vec<(OrderId, DateTime<Utc>)>> {
    let limit = Utc::now() - Duration::minutes(PENDING_MINUTES);
    Ok(orders::table
        .filter(orders::status.eq(OrderStatus::Pending))
        .filter(orders::created_at.lt(limit))
        .order(orders::created_at)
        .limit(1000)
        .select((orders::id, orders::created_at))
        .load(conn)?)
}

/// Asks about every payment of the order that is under way; whether all of them were answered. A gateway that is away is
/// asked once a round.
async fn hear(app: &App, order: OrderId, away: &mut Vec<GatewayName>) -> Result<bool> {
    let mut have_all = true;
    for payment in app
        .db
        .run(move |conn| paying::under_way(conn, order))
        .await?
    {
        let gateway = payment.gateway;
        if away.contains(&gateway) {
            have_all = false;
            continue;
        }
        if let Err(error) = paying::ask(app, payment).await {
            tracing::warn!(
                order,
                ?error,
                "an order that expires could not be asked about"
            );
            have_all = false;
            if matches!(error, AppError::Away(_)) {
                away.push(gateway);
            }
        }
    }
    Ok(have_all)
}
