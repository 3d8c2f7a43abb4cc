DROP TABLE email_changes;

-- A type cannot lose values, so it is made anew.
DELETE FROM account_tokens WHERE purpose = 'confirm_email';
ALTER TABLE account_tokens DROP COLUMN email;
ALTER TYPE account_token_purpose RENAME TO account_token_purpose_before;
CREATE TYPE account_token_purpose AS ENUM ('reset_password');
ALTER TABLE account_tokens ALTER COLUMN purpose TYPE account_token_purpose USING purpose::text::account_token_purpose;
DROP TYPE account_token_purpose_before;

-- What nobody has confirmed gives way to whoever else has the address.
UPDATE users SET email = 'unconfirmed-' || id || '@invalid.example'
WHERE email_confirmed_at IS NULL
    AND EXISTS (SELECT 1 FROM users other WHERE lower(other.email) = lower(users.email) AND other.id <> users.id);
DROP INDEX users_email_key;
CREATE UNIQUE INDEX users_email_key ON users (lower(email));
COMMENT ON COLUMN users.email IS NULL;
ALTER TABLE users DROP COLUMN email_confirmed_at, DROP COLUMN bio;
