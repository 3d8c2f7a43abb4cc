DROP TABLE order_changes;
DROP INDEX orders_one_open;
CREATE UNIQUE INDEX orders_one_pending ON orders (user_id, course_id) WHERE status = 'pending';
DROP INDEX orders_status_idx;
ALTER TABLE orders
    DROP CONSTRAINT orders_coupon_of_course,
    DROP COLUMN list_amount, DROP COLUMN coupon_id, DROP COLUMN paid_at, DROP COLUMN refund_amount;
ALTER TABLE orders DROP CONSTRAINT orders_amount_check;
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0);
