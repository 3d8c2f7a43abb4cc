-- Accounts from before count as confirmed: they had no way to say so.
ALTER TABLE users
    ADD COLUMN email_confirmed_at timestamptz DEFAULT now(),
    ADD COLUMN bio text NOT NULL DEFAULT '' CHECK (char_length(bio) <= 1000);
ALTER TABLE users ALTER COLUMN email_confirmed_at DROP DEFAULT;

DROP INDEX users_email_key;
CREATE UNIQUE INDEX users_email_key ON users (lower(email)) WHERE email_confirmed_at IS NOT NULL;

COMMENT ON COLUMN users.email IS 'Theirs once it is confirmed, and then of nobody else. Until then anybody may have typed it: it finds no account.';
COMMENT ON COLUMN users.email_confirmed_at IS 'When a link sent to the address was used by whoever is signed in to the account.';

ALTER TYPE account_token_purpose ADD VALUE 'confirm_email';
ALTER TABLE account_tokens
    ADD COLUMN email text,
    ADD CONSTRAINT account_tokens_email_check CHECK ((purpose::text = 'confirm_email') = (email IS NOT NULL));

COMMENT ON COLUMN account_tokens.email IS 'The address that the link was sent to and confirms.';

CREATE TABLE email_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    old_email  text NOT NULL,
    new_email  text NOT NULL,
    undo_hash  bytea NOT NULL UNIQUE CHECK (octet_length(undo_hash) = 32),
    changed_at timestamptz NOT NULL DEFAULT now(),
    undo_until timestamptz NOT NULL,
    undone_at  timestamptz,
    CHECK (undo_until > changed_at)
);

CREATE INDEX email_changes_user_idx ON email_changes (user_id, id DESC);

COMMENT ON TABLE email_changes IS 'Addresses that people have left. The owner of the old one can take the account back for some days.';
COMMENT ON COLUMN email_changes.undo_hash IS 'SHA-256 of the token in the link. A later change does not take the place of an earlier one: a thief could make two.';
COMMENT ON COLUMN email_changes.undone_at IS 'Set when this change or an earlier one was undone.';
