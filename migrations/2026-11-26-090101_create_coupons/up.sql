CREATE TABLE coupons (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    code       text NOT NULL CHECK (code ~ '^[A-Z0-9-]{3,32}$'),
    percent    integer CHECK (percent BETWEEN 1 AND 100),
    amount_off bigint CHECK (amount_off > 0),
    max_uses   integer CHECK (max_uses > 0),
    used_count integer NOT NULL DEFAULT 0 CHECK (used_count >= 0),
    expires_at timestamptz,
    ended_at   timestamptz,
    created_by bigint REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT coupons_code_key UNIQUE (course_id, code),
    CHECK ((percent IS NULL) <> (amount_off IS NULL)),
    CONSTRAINT coupons_not_used_up CHECK (used_count <= max_uses),
    UNIQUE (id, course_id)
);

COMMENT ON TABLE coupons IS 'Codes that take something off the price of a course.';
COMMENT ON COLUMN coupons.amount_off IS 'In minor units of the currency of the course.';
COMMENT ON COLUMN coupons.max_uses IS 'How many orders may use it; null is no limit.';
COMMENT ON COLUMN coupons.used_count IS 'Orders that use it and are not cancelled; the constraint holds the limit however many ask at once.';
COMMENT ON COLUMN coupons.ended_at IS 'When the staff took it out of use; orders made with it keep their price.';
