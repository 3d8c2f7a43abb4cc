-- A coupon may take everything off; such an order is paid at once, without a gateway.
ALTER TABLE orders DROP CONSTRAINT orders_amount_check;
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount >= 0);

ALTER TABLE orders
    ADD COLUMN list_amount   bigint CHECK (list_amount > 0),
    ADD COLUMN coupon_id     bigint,
    ADD COLUMN paid_at       timestamptz,
    ADD COLUMN refund_amount bigint CHECK (refund_amount >= 0 AND refund_amount <= amount);
ALTER TABLE orders
    ADD CONSTRAINT orders_amount_at_most_listed CHECK (amount <= list_amount),
    ADD CONSTRAINT orders_coupon_of_course FOREIGN KEY (coupon_id, course_id) REFERENCES coupons (id, course_id) ON DELETE RESTRICT;

CREATE INDEX orders_coupon_idx ON orders (coupon_id, user_id) WHERE coupon_id IS NOT NULL;
CREATE INDEX orders_status_idx ON orders (status, id DESC);
-- Two tabs that buy a course make one order; what is paid cannot be bought again.
DROP INDEX orders_one_pending;
CREATE UNIQUE INDEX orders_one_open ON orders (user_id, course_id) WHERE status IN ('pending', 'paid');

CREATE TABLE order_changes (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    status   order_status NOT NULL,
    reason   text NOT NULL CHECK (reason <> ''),
    actor_id bigint REFERENCES users ON DELETE SET NULL,
    at       timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX order_changes_order_idx ON order_changes (order_id, id);

COMMENT ON TABLE order_changes IS 'The history of each order: every state it came into, why, and by whom. Only ever added to.';
COMMENT ON COLUMN order_changes.reason IS 'As the program names it (placed, gateway, buyer, expired, …).';
COMMENT ON COLUMN orders.list_amount IS 'The price of the course at ordering, before the coupon.';
COMMENT ON COLUMN orders.refund_amount IS 'What was given back, in minor units; null unless refunded.';
