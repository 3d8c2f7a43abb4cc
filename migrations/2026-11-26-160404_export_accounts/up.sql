CREATE TABLE account_exports (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    requested_at timestamptz NOT NULL DEFAULT now(),
    ready_at     timestamptz,
    storage_key  text,
    byte_size    bigint CHECK (byte_size > 0),
    expires_at   timestamptz,
    CHECK ((ready_at IS NULL) = (storage_key IS NULL)),
    CHECK ((ready_at IS NULL) = (byte_size IS NULL)),
    CHECK ((ready_at IS NULL) = (expires_at IS NULL))
);

CREATE UNIQUE INDEX account_exports_user_key ON account_exports (user_id);
CREATE INDEX account_exports_expiry_idx ON account_exports (expires_at);

COMMENT ON TABLE account_exports IS 'The one archive of a person''s own data that they have asked for, while it is made and until it expires.';
COMMENT ON COLUMN account_exports.storage_key IS 'Where the archive lies in storage; it goes with the row.';
