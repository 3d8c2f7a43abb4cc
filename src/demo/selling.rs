//! A course that costs something: its price, a coupon, and those who have bought it.

use diesel::RunQueryDsl;
use diesel::pg::PgConnection;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use crate::courses::CourseId;
use crate::error::Result;

/// What `$1` costs, in fen, and `$2`, its teacher's, coupon of a fifth off.
const PRICED: &str = "WITH priced AS (
        UPDATE courses SET price_minor = 19900, currency = 'CNY' WHERE id = $1 RETURNING id
    )
    INSERT INTO coupons (course_id, code, percent, max_uses, used_count, created_by)
    SELECT id, 'KAIXUE', 20, 100, 2, $2 FROM priced";

/// Everybody who takes the course has bought it, the first two of them with the coupon.
const BOUGHT: &str = "WITH buyers AS (
        SELECT e.user_id, e.course_id, row_number() OVER (ORDER BY e.user_id) AS place,
            now() - (20 - row_number() OVER (ORDER BY e.user_id)) * interval '1 day' AS at
        FROM enrollments e WHERE e.course_id = $1
    ), bought AS (
        INSERT INTO orders (user_id, course_id, amount, list_amount, currency, status, coupon_id, created_at, paid_at)
        SELECT b.user_id, b.course_id, CASE WHEN b.place <= 2 THEN 15920 ELSE 19900 END, 19900, 'CNY', 'paid',
            CASE WHEN b.place <= 2 THEN c.id END, b.at, b.at + interval '1 minute'
        FROM buyers b JOIN coupons c ON c.course_id = b.course_id
        RETURNING id, user_id, amount, created_at, paid_at
    ), told AS (
        INSERT INTO order_changes (order_id, status, reason, actor_id, at)
        SELECT id, 'pending'::order_status, 'placed', user_id, created_at FROM bought
        UNION ALL SELECT id, 'paid', 'gateway', NULL, paid_at FROM bought
    )
    INSERT INTO payments (order_id, gateway, reference, amount, currency, status, created_at)
    SELECT id, 'sandbox', gen_random_uuid(), amount, 'CNY', 'succeeded', created_at FROM bought WHERE $2 > 0";

/// So that the sandbox can give the money back.
const CHARGED: &str = "INSERT INTO sandbox_charges (reference, status)
    SELECT p.reference, 'paid' FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.course_id = $1 AND $2 > 0";

pub(super) fn insert(conn: &mut PgConnection, course: CourseId, teacher: i64) -> Result<()> {
    for sql in [PRICED, BOUGHT, CHARGED] {
        sql_query(sql)
            .bind::<BigInt, _>(course)
            .bind::<BigInt, _>(teacher)
            .execute(conn)?;
    }
    Ok(())
}
