ALTER TABLE messages DROP COLUMN pinned_by, DROP COLUMN pinned_at;
