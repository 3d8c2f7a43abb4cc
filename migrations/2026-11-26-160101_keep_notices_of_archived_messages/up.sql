CREATE TABLE archived_notices (
    user_id             bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    archived_message_id bigint NOT NULL REFERENCES archived_messages ON DELETE CASCADE,
    reason              message_notification_reason NOT NULL,
    notified_at         timestamptz NOT NULL,
    PRIMARY KEY (user_id, archived_message_id)
);

CREATE INDEX archived_notices_message_idx ON archived_notices (archived_message_id);

COMMENT ON TABLE archived_notices IS 'What people have been told of and not read, of messages that have moved to the archive since. Reading deletes it; a message that is taken back takes its notices along.';
