//! Placing an order: the price is frozen in it.
//!
//! Invariants: a person has at most one order of a course that is pending or paid, in however many tabs they ask; the
//! amount and the currency come from the course, never from the form.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::coupons;
use super::history::{self, Reason};
use super::model::{Order, OrderId, OrderStatus};
use super::money;
use super::settling;
use crate::courses::{self, Course, CourseId, Status};
use crate::error::{AppError, Result};
use crate::schema::orders;
use crate::text;
use crate::web::Viewer;

/// Orders the course for the viewer; if they have a pending order of it already, that one stays as it is. An order of
/// nothing is paid at once.
///
/// # Errors
/// `NotFound` for courses they may not see; `Conflict` where there is nothing to buy; `Invalid` for a coupon that can't
/// be used.
pub fn place(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    coupon: &str,
) -> Result<OrderId> {
    conn.transaction(|conn| {
        let course = for_sale(conn, viewer, course)?;
        if let Some(open) = open_order(conn, viewer, course.id)? {
            return match open.status {
                OrderStatus::Pending => Ok(open.id),
                _ => Err(AppError::Conflict(text!("orders-bought-already"))),
            };
        }
        let coupon = match coupon.trim() {
            "" => None,
            typed => Some(coupons::usable(conn, viewer.id, course.id, typed)?),
        };
        let amount = coupon.as_ref().map_or(course.price_minor, |coupon| {
            money::reduced(course.price_minor, coupon.reduction())
        });
        let placed: Option<Order> = diesel::insert_into(orders::table)
            .values((
                orders::user_id.eq(viewer.id),
                orders::course_id.eq(course.id),
                orders::amount.eq(amount),
                orders::currency.eq(&course.currency),
                orders::list_amount.eq(course.price_minor),
                orders::coupon_id.eq(coupon.as_ref().map(|coupon| coupon.id)),
            ))
            .on_conflict_do_nothing()
            .returning(Order::as_returning())
            .get_result(conn)
            .optional()?;
        // Another tab was first.
        let Some(order) = placed else {
            let other = open_order(conn, viewer, course.id)?;
            return other.map(|order| order.id).ok_or(AppError::NotFound);
        };
        if let Some(coupon) = &coupon {
            coupons::take(conn, coupon)?;
        }
        history::note(
            conn,
            order.id,
            OrderStatus::Pending,
            Reason::Placed,
            Some(viewer.id),
        )?;
        if order.amount == 0 {
            settling::fulfil(conn, &order, Reason::NothingToPay)?;
        }
        Ok(order.id)
    })
}

/// The course, if the viewer could buy it.
pub fn for_sale(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<Course> {
    let course = courses::visible(conn, Some(viewer), id)?;
    if course.status != Status::Published {
        return Err(AppError::Conflict(text!("courses-closed")));
    }
    if course.is_free() {
        return Err(AppError::Conflict(text!("orders-course-free")));
    }
    if courses::may_study(conn, viewer, course.id)? {
        return Err(AppError::Conflict(text!("orders-in-already")));
    }
    Ok(course)
}

/// The viewer's order of the course that is pending or paid.
pub fn open_order(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
) -> Result<Option<Order>> {
    Ok(orders::table
        .filter(orders::user_id.eq(viewer.id))
        .filter(orders::course_id.eq(course))
        .filter(orders::status.eq_any([OrderStatus::Pending, OrderStatus::Paid]))
        .select(Order::as_select())
        .first(conn)
        .optional()?)
}

/// The viewer's own order.
///
/// # Errors
/// `NotFound` for those of others.
pub fn own(conn: &mut PgConnection, viewer: &Viewer, id: OrderId) -> Result<Order> {
    Ok(orders::table
        .find(id)
        .filter(orders::user_id.eq(viewer.id))
        .select(Order::as_select())
        .first(conn)?)
}

/// Enrols the buyer of a paid order again, after they had left the course.
///
/// # Errors
/// `Conflict` unless it is paid.
pub fn enrol_again(conn: &mut PgConnection, viewer: &Viewer, id: OrderId) -> Result<CourseId> {
    conn.transaction(|conn| {
        own(conn, viewer, id)?;
        let order = history::hold(conn, id)?;
        if order.status != OrderStatus::Paid {
            return Err(AppError::Conflict(text!("orders-not-paid")));
        }
        let course = courses::of_order(conn, order.course_id)?;
        courses::enrol(conn, viewer.id, &course)?;
        Ok(course.id)
    })
}
