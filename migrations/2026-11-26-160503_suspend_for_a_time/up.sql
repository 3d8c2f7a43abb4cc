ALTER TABLE users
    ADD COLUMN suspended_until timestamptz,
    ADD COLUMN suspension_reason text NOT NULL DEFAULT '';

CREATE INDEX users_suspended_until_idx ON users (suspended_until) WHERE is_suspended AND suspended_until IS NOT NULL;

COMMENT ON COLUMN users.suspended_until IS 'When a job lets the person in again; null while suspended: until somebody does.';
COMMENT ON COLUMN users.suspension_reason IS 'Why, in the words of the administrator; empty once it is over.';
