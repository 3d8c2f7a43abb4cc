DROP TRIGGER audit_log_not_emptied ON audit_log;
DROP TRIGGER audit_log_kept ON audit_log;
DROP FUNCTION keep_audit_log();
ALTER TABLE audit_log DROP COLUMN address;
