CREATE INDEX CONCURRENTLY IF NOT EXISTS archived_messages_outdated_idx ON archived_messages (archive_id)
    WHERE deleted_at IS NULL AND (search @@ '''=v2'''::tsquery) IS NOT TRUE;
