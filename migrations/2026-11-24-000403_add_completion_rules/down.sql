ALTER TABLE progress
    DROP COLUMN viewed_at, DROP COLUMN submitted_at, DROP COLUMN score, DROP COLUMN posted_at, DROP COLUMN attended_ms,
    DROP COLUMN marked_at;
ALTER TABLE lessons DROP COLUMN is_required, DROP COLUMN completion_any;
DROP TABLE completion_rules;
DROP TYPE completion_condition;
