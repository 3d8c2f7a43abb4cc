CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_outdated_idx ON messages (id)
    WHERE deleted_at IS NULL AND (search @@ '''=v2'''::tsquery) IS NOT TRUE;
