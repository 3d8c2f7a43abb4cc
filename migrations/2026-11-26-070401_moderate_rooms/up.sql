ALTER TABLE chat_rooms
    ADD COLUMN slow_seconds integer NOT NULL DEFAULT 0 CHECK (slow_seconds BETWEEN 0 AND 3600),
    ADD COLUMN blocked_words text[] NOT NULL DEFAULT '{}' CHECK (cardinality(blocked_words) <= 200);

ALTER TABLE chat_room_members
    ADD COLUMN muted_until timestamptz,
    ADD COLUMN banned_at timestamptz;

CREATE INDEX chat_room_members_sanctioned_idx ON chat_room_members (chat_room_id)
    WHERE banned_at IS NOT NULL OR muted_until IS NOT NULL;

CREATE TABLE message_reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    reported_by bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    reason      text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
    reported_at timestamptz NOT NULL DEFAULT now(),
    settled_at  timestamptz,
    settled_by  bigint REFERENCES users ON DELETE SET NULL,
    UNIQUE (message_id, reported_by)
);

CREATE INDEX message_reports_open_idx ON message_reports (message_id) WHERE settled_at IS NULL;
CREATE INDEX message_reports_reported_by_idx ON message_reports (reported_by);
CREATE INDEX message_reports_settled_by_idx ON message_reports (settled_by) WHERE settled_by IS NOT NULL;
CREATE INDEX audit_log_chat_room_idx ON audit_log ((details ->> 'chat_room_id'), id DESC) WHERE details ? 'chat_room_id';

COMMENT ON COLUMN chat_rooms.slow_seconds IS 'How long members wait between two messages; 0 for no wait. Moderators never wait.';
COMMENT ON COLUMN chat_rooms.blocked_words IS 'A message with one of these, as the search folds it, is refused. In lower case.';
COMMENT ON COLUMN chat_room_members.muted_until IS 'Until then the member reads but does not write.';
COMMENT ON COLUMN chat_room_members.banned_at IS 'Since when the member may not be in the room, whatever the course says of them.';
COMMENT ON TABLE message_reports IS 'Messages that members find wrong, until a moderator has deleted the message or found nothing wrong with it.';
