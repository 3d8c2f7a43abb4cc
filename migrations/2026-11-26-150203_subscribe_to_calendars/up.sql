CREATE TABLE calendar_feeds (
    user_id    bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT calendar_feeds_token_key UNIQUE (token_hash)
);

COMMENT ON TABLE calendar_feeds IS 'The private address under which a person''s calendar program reads their dates: one each, made anew or revoked at will.';
COMMENT ON COLUMN calendar_feeds.token_hash IS 'SHA-256 of the token, which itself is shown once and stored nowhere.';
