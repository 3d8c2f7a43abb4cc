CREATE TABLE second_factors (
    user_id      bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    sealed       bytea NOT NULL CHECK (octet_length(sealed) > 12),
    started_at   timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz,
    last_step    bigint NOT NULL DEFAULT 0
);

CREATE TABLE recovery_codes (
    user_id   bigint NOT NULL REFERENCES second_factors ON DELETE CASCADE,
    code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
    used_at   timestamptz,
    PRIMARY KEY (user_id, code_hash)
);

COMMENT ON TABLE second_factors IS 'Codes by time (RFC 6238) that are asked for after the password.';
COMMENT ON COLUMN second_factors.sealed IS 'What the codes are made of, sealed with a key that is not in the database.';
COMMENT ON COLUMN second_factors.confirmed_at IS 'When the person has shown that their app makes the right codes; until then nothing is asked for.';
COMMENT ON COLUMN second_factors.last_step IS 'The half minute, counted from 1970, of the last code that was used: none of it or before it is taken again.';
COMMENT ON TABLE recovery_codes IS 'What opens the account once where the app is lost.';
COMMENT ON COLUMN recovery_codes.code_hash IS 'SHA-256 of a code of 79 random bits: reading this table opens nothing.';
