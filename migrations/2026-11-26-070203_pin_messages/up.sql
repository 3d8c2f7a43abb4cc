ALTER TABLE messages
    ADD COLUMN pinned_at timestamptz,
    ADD COLUMN pinned_by bigint REFERENCES users ON DELETE SET NULL,
    ADD CONSTRAINT messages_pinned_by_check CHECK (pinned_by IS NULL OR pinned_at IS NOT NULL);

CREATE INDEX messages_pinned_idx ON messages (chat_room_id, pinned_at DESC) WHERE pinned_at IS NOT NULL;
CREATE INDEX messages_pinned_by_idx ON messages (pinned_by) WHERE pinned_by IS NOT NULL;

COMMENT ON COLUMN messages.pinned_at IS 'Since when it is among the pinned messages of its room. A deleted message is not shown there.';
