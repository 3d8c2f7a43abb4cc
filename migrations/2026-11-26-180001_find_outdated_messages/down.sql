DROP INDEX CONCURRENTLY messages_outdated_idx;
