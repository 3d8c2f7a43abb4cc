DROP INDEX audit_log_chat_room_idx;
DROP TABLE message_reports;
ALTER TABLE chat_room_members DROP COLUMN banned_at, DROP COLUMN muted_until;
ALTER TABLE chat_rooms DROP COLUMN blocked_words, DROP COLUMN slow_seconds;
