CREATE TYPE payment_gateway AS ENUM ('sandbox', 'stripe', 'alipay');
CREATE TYPE payment_status AS ENUM ('started', 'succeeded', 'failed', 'refunding', 'refunded');

CREATE TABLE payments (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id      bigint NOT NULL REFERENCES orders ON DELETE RESTRICT,
    gateway       payment_gateway NOT NULL,
    reference     uuid NOT NULL,
    session       text CHECK (char_length(session) BETWEEN 1 AND 255),
    capture       text CHECK (char_length(capture) BETWEEN 1 AND 255),
    page_url      text CHECK (page_url ~ '^(https?://|/)' AND char_length(page_url) <= 8000),
    amount        bigint NOT NULL CHECK (amount > 0),
    currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    status        payment_status NOT NULL DEFAULT 'started',
    refund_amount bigint CHECK (refund_amount > 0 AND refund_amount <= amount),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (reference),
    CHECK (status NOT IN ('refunding', 'refunded') OR refund_amount IS NOT NULL)
);

CREATE UNIQUE INDEX payments_session_key ON payments (gateway, session) WHERE session IS NOT NULL;
CREATE INDEX payments_capture_idx ON payments (gateway, capture) WHERE capture IS NOT NULL;
CREATE INDEX payments_order_idx ON payments (order_id, id DESC);

CREATE TRIGGER payments_set_updated_at BEFORE UPDATE ON payments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE payment_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway    payment_gateway NOT NULL,
    event      text NOT NULL CHECK (char_length(event) BETWEEN 1 AND 255),
    payment_id bigint NOT NULL REFERENCES payments ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind <> ''),
    at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payment_events_once UNIQUE (gateway, event)
);

CREATE INDEX payment_events_payment_idx ON payment_events (payment_id, id);

CREATE TABLE sandbox_charges (
    reference  uuid PRIMARY KEY REFERENCES payments (reference) ON DELETE CASCADE,
    status     text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'failed', 'refunded')),
    updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE payments IS 'Attempts at paying an order with a gateway. Several may exist; at most one of them pays the order, what comes in beside it is given back.';
COMMENT ON COLUMN payments.reference IS 'Our name for it at the gateway (client_reference_id, out_trade_no).';
COMMENT ON COLUMN payments.session IS 'The gateway''s name for the page on which it is paid, where it has one.';
COMMENT ON COLUMN payments.capture IS 'The gateway''s name for the money (payment_intent, trade_no), by which refunds and disputes are told.';
COMMENT ON TABLE payment_events IS 'What gateways told us, each once, however often they say it.';
COMMENT ON TABLE sandbox_charges IS 'What the sandbox gateway knows of its payments: it stands for the books of a real gateway, and the program asks it as it asks one.';
