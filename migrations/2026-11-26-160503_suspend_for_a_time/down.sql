DROP INDEX users_suspended_until_idx;
ALTER TABLE users DROP COLUMN suspension_reason, DROP COLUMN suspended_until;
