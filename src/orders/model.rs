//! The rows and enums of orders and payments.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use uuid::Uuid;

use crate::courses::CourseId;
use crate::i18n::{self, Loader};
use crate::schema::{orders, payments};
use crate::web::UserId;

pub type OrderId = i64;
pub type PaymentId = i64;
pub type CouponId = i64;

crate::pg_enum! {
    /// `Pending` becomes `Paid` or `Cancelled`, `Paid` becomes `Refunded`; nothing else ever happens.
    pub enum OrderStatus : crate::schema::sql_types::OrderStatus {
        Pending = "pending",
        Paid = "paid",
        Cancelled = "cancelled",
        Refunded = "refunded",
    }
}

impl OrderStatus {
    pub const ALL: [OrderStatus; 4] = [
        OrderStatus::Pending,
        OrderStatus::Paid,
        OrderStatus::Cancelled,
        OrderStatus::Refunded,
    ];

    pub fn label(self, l: Loader) -> String {
        match self {
            OrderStatus::Pending => fl!(l, "orders-status-pending"),
            OrderStatus::Paid => fl!(l, "orders-status-paid"),
            OrderStatus::Cancelled => fl!(l, "orders-status-cancelled"),
            OrderStatus::Refunded => fl!(l, "orders-status-refunded"),
        }
    }

    /// The tone of its tag.
    pub fn tone(self) -> &'static str {
        match self {
            OrderStatus::Pending => "amber",
            OrderStatus::Paid => "jade",
            OrderStatus::Cancelled => "",
            OrderStatus::Refunded => "indigo",
        }
    }
}

crate::pg_enum! {
    /// Whom people pay with.
    pub enum GatewayName : crate::schema::sql_types::PaymentGateway {
        Sandbox = "sandbox",
        Stripe = "stripe",
        Alipay = "alipay",
    }
}

impl GatewayName {
    pub fn label(self, l: Loader) -> String {
        match self {
            GatewayName::Sandbox => fl!(l, "orders-gateway-sandbox"),
            GatewayName::Stripe => fl!(l, "orders-gateway-stripe"),
            GatewayName::Alipay => fl!(l, "orders-gateway-alipay"),
        }
    }
}

crate::pg_enum! {
    /// `Refunding` until the gateway has taken the order to give it back.
    pub enum PaymentStatus : crate::schema::sql_types::PaymentStatus {
        Started = "started",
        Succeeded = "succeeded",
        Failed = "failed",
        Refunding = "refunding",
        Refunded = "refunded",
    }
}

impl PaymentStatus {
    /// Those of money that has come in, whether or not it has gone back since.
    pub const CAME_IN: [PaymentStatus; 3] = [
        PaymentStatus::Succeeded,
        PaymentStatus::Refunding,
        PaymentStatus::Refunded,
    ];

    pub fn label(self, l: Loader) -> String {
        match self {
            PaymentStatus::Started => fl!(l, "orders-payment-started"),
            PaymentStatus::Succeeded => fl!(l, "orders-payment-succeeded"),
            PaymentStatus::Failed => fl!(l, "orders-payment-failed"),
            PaymentStatus::Refunding => fl!(l, "orders-payment-refunding"),
            PaymentStatus::Refunded => fl!(l, "orders-payment-refunded"),
        }
    }

    /// The tone of its tag.
    pub fn tone(self) -> &'static str {
        match self {
            PaymentStatus::Started | PaymentStatus::Refunding => "amber",
            PaymentStatus::Succeeded => "jade",
            PaymentStatus::Failed => "",
            PaymentStatus::Refunded => "indigo",
        }
    }
}

/// A purchase of one course by one person.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = orders, check_for_backend(Pg))]
pub struct Order {
    pub id: OrderId,
    pub user_id: UserId,
    pub course_id: CourseId,
    /// What is to be paid, in minor units.
    pub amount: i64,
    pub currency: String,
    pub status: OrderStatus,
    pub created_at: DateTime<Utc>,
    /// The price before the coupon; orders of older versions have none.
    pub list_amount: Option<i64>,
    pub coupon_id: Option<CouponId>,
    pub paid_at: Option<DateTime<Utc>>,
    pub refund_amount: Option<i64>,
}

impl Order {
    pub fn path(&self) -> String {
        format!("/orders/{}", self.id)
    }

    pub fn is_pending(&self) -> bool {
        self.status == OrderStatus::Pending
    }

    pub fn price(&self) -> String {
        i18n::money(self.amount, &self.currency)
    }

    /// What the coupon took off.
    pub fn reduction(&self) -> Option<String> {
        let off = self.list_amount? - self.amount;
        (off > 0).then(|| i18n::money(off, &self.currency))
    }

    pub fn list_price(&self) -> String {
        i18n::money(self.list_amount.unwrap_or(self.amount), &self.currency)
    }

    pub fn refund(&self) -> Option<String> {
        Some(i18n::money(self.refund_amount?, &self.currency))
    }
}

/// An attempt at paying an order.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = payments, check_for_backend(Pg))]
pub struct Payment {
    pub id: PaymentId,
    pub order_id: OrderId,
    pub gateway: GatewayName,
    /// Our name for it at the gateway.
    pub reference: Uuid,
    /// The gateway's name for its page.
    pub session: Option<String>,
    /// The gateway's name for the money.
    pub capture: Option<String>,
    /// Where it is paid.
    pub page_url: Option<String>,
    pub amount: i64,
    pub currency: String,
    pub status: PaymentStatus,
    pub refund_amount: Option<i64>,
}

impl Payment {
    /// Whether the buyer has done theirs and the money is on its way: the gateway has a name for it already.
    pub fn is_coming(&self) -> bool {
        self.status == PaymentStatus::Started && self.capture.is_some()
    }
}
