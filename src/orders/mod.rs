//! Orders: what people buy, how it is paid, and how it is given back.
//!
//! An order freezes its price. Every change of its state is one transaction with what it gives or takes away (the
//! enrolment) and with a line of its history. A payment is an attempt to pay an order with a gateway; what a gateway
//! tells is believed only by its signature, counts once, and may come early, late, twice or never. Money that comes in
//! for an order that is paid, cancelled or refunded already goes back by itself. No card number ever reaches this
//! program. This subject calls courses; courses know no orders.

mod cancelling;
mod checkout;
mod coupons;
mod expiring;
mod gateways;
mod history;
pub mod jobs;
mod ledger;
mod model;
mod money;
mod paying;
mod placing;
mod refunding;
mod selling;
mod settling;

use actix_web::web::ServiceConfig;

pub use model::{Order, OrderId, OrderStatus};
pub use money::decimal;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(checkout::routes)
        .configure(gateways::routes)
        .configure(selling::routes)
        .configure(ledger::routes);
}
