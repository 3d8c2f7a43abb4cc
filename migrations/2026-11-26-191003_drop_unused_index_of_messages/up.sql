DROP INDEX CONCURRENTLY IF EXISTS messages_unindexed_idx;
