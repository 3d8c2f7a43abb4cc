//! Coupons: made and ended by the staff of a course, used by the orders of its buyers.
//!
//! Invariants: a person uses a coupon once; it is used no more often than its limit however many ask at once, which a
//! constraint holds; a cancelled order gives its use back.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, now};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::model::{CouponId, Order, OrderStatus};
use super::money::Reduction;
use crate::courses::CourseId;
use crate::db;
use crate::error::{AppError, Result, broken_constraint};
use crate::schema::{coupons, orders};
use crate::text;
use crate::web::{UserId, Viewer};

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = coupons, check_for_backend(Pg))]
pub struct Coupon {
    pub id: CouponId,
    pub code: String,
    percent: Option<i32>,
    amount_off: Option<i64>,
    pub max_uses: Option<i32>,
    pub used_count: i32,
    pub expires_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl Coupon {
    pub fn reduction(&self) -> Reduction {
        match (self.percent, self.amount_off) {
            (Some(percent), _) => Reduction::Percent(percent.into()),
            (None, off) => Reduction::Fixed(off.unwrap_or(0)),
        }
    }
}

/// What a coupon is to be.
pub struct NewCoupon {
    pub code: String,
    pub reduction: Reduction,
    pub max_uses: Option<i32>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// A code as it is compared: upper case, without blanks around it.
pub fn code(typed: &str) -> String {
    typed.trim().to_ascii_uppercase()
}

/// The coupon that this person could use for the course now.
///
/// # Errors
/// `Invalid` for the field `coupon`: one sentence for whatever is wrong, so that codes can't be told apart by trying.
pub fn usable(
    conn: &mut PgConnection,
    user: UserId,
    course: CourseId,
    typed: &str,
) -> Result<Coupon> {
    let used = orders::table
        .filter(orders::coupon_id.eq(coupons::id.nullable()))
        .filter(orders::user_id.eq(user))
        .filter(orders::status.ne(OrderStatus::Cancelled));
    coupons::table
        .filter(coupons::course_id.eq(course))
        .filter(coupons::code.eq(code(typed)))
        .filter(coupons::ended_at.is_null())
        .filter(
            coupons::expires_at
                .is_null()
                .or(coupons::expires_at.gt(now)),
        )
        .filter(
            coupons::max_uses
                .is_null()
                .or(coupons::max_uses.gt(coupons::used_count.nullable())),
        )
        .filter(diesel::dsl::not(exists(used)))
        .select(Coupon::as_select())
        .first(conn)
        .optional()?
        .ok_or_else(refused)
}

/// Counts a use, for an order that is being placed.
pub fn take(conn: &mut PgConnection, coupon: &Coupon) -> Result<()> {
    let row = coupons::table
        .find(coupon.id)
        .filter(coupons::ended_at.is_null());
    let taken = diesel::update(row)
        .set(coupons::used_count.eq(coupons::used_count + 1))
        .execute(conn);
    match taken {
        Ok(1) => Ok(()),
        Ok(_) => Err(refused()),
        Err(error) if broken_constraint(&error) == Some("coupons_not_used_up") => Err(refused()),
        Err(error) => Err(error.into()),
    }
}

/// Gives the use of a cancelled order back.
pub fn give_back(conn: &mut PgConnection, order: &Order) -> Result<()> {
    if let Some(coupon) = order.coupon_id {
        diesel::update(coupons::table.find(coupon))
            .set(coupons::used_count.eq(coupons::used_count - 1))
            .execute(conn)?;
    }
    Ok(())
}

fn refused() -> AppError {
    AppError::invalid("coupon", text!("orders-coupon-refused"))
}

/// The coupons of a course, those in use first.
pub fn list(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Coupon>> {
    Ok(coupons::table
        .filter(coupons::course_id.eq(course))
        .order((coupons::ended_at.is_not_null(), coupons::id.desc()))
        .limit(200)
        .select(Coupon::as_select())
        .load(conn)?)
}

/// # Errors
/// `Invalid` if the course has this code already.
pub fn create(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    new: &NewCoupon,
) -> Result<()> {
    let (percent, off) = match new.reduction {
        Reduction::Percent(percent) => (i32::try_from(percent).ok(), None),
        Reduction::Fixed(off) => (None, Some(off)),
    };
    let made = diesel::insert_into(coupons::table)
        .values((
            coupons::course_id.eq(course),
            coupons::code.eq(&new.code),
            coupons::percent.eq(percent),
            coupons::amount_off.eq(off),
            coupons::max_uses.eq(new.max_uses),
            coupons::expires_at.eq(new.expires_at),
            coupons::created_by.eq(viewer.id),
        ))
        .execute(conn);
    match made {
        Ok(_) => Ok(()),
        Err(error) if broken_constraint(&error) == Some("coupons_code_key") => {
            Err(AppError::invalid("code", text!("orders-coupon-code-taken")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a coupon of the course out of use, or puts it back.
pub fn set_ended(
    conn: &mut PgConnection,
    course: CourseId,
    id: CouponId,
    is_ended: bool,
) -> Result<()> {
    let row = coupons::table
        .find(id)
        .filter(coupons::course_id.eq(course));
    let at = db::clock(conn)?;
    match diesel::update(row)
        .set(coupons::ended_at.eq(is_ended.then_some(at)))
        .execute(conn)?
    {
        0 => Err(AppError::NotFound),
        _ => Ok(()),
    }
}
