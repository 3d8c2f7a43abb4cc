CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_unindexed_idx ON messages (id) WHERE search IS NULL AND deleted_at IS NULL;
