CREATE TYPE order_status AS ENUM ('pending', 'paid', 'cancelled', 'refunded');

CREATE TABLE orders (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE RESTRICT,
    amount     bigint NOT NULL CHECK (amount > 0),
    currency   text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    status     order_status NOT NULL DEFAULT 'pending',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX orders_one_pending ON orders (user_id, course_id) WHERE status = 'pending';
CREATE INDEX orders_user_idx ON orders (user_id, id DESC);
CREATE INDEX orders_course_idx ON orders (course_id, id DESC);
CREATE INDEX orders_pending_idx ON orders (created_at) WHERE status = 'pending';

CREATE TRIGGER orders_set_updated_at BEFORE UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE orders IS 'Purchases. They outlive the course and the account: both are kept as long as an order names them.';
COMMENT ON COLUMN orders.amount IS 'The price frozen at ordering, in minor units. Free courses make no order.';
