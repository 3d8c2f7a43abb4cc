DROP INDEX messages_unindexed_idx;
ALTER TABLE messages DROP COLUMN search;
