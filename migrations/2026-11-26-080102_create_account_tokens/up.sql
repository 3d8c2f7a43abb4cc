CREATE TYPE account_token_purpose AS ENUM ('reset_password');

CREATE TABLE account_tokens (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose    account_token_purpose NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CHECK (expires_at > created_at),
    UNIQUE (user_id, purpose)
);

COMMENT ON TABLE account_tokens IS 'Links sent by mail that open something once. A newer one of the same purpose takes the place of the older.';
COMMENT ON COLUMN account_tokens.token_hash IS 'SHA-256 of the token in the link: reading this table opens nothing.';
