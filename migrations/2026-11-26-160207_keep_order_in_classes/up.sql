CREATE TABLE live_mutes (
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    muted_by     bigint REFERENCES users ON DELETE SET NULL,
    muted_until  timestamptz NOT NULL,
    PRIMARY KEY (live_room_id, user_id)
);

CREATE INDEX live_mutes_user_idx ON live_mutes (user_id);
CREATE INDEX live_mutes_muted_by_idx ON live_mutes (muted_by) WHERE muted_by IS NOT NULL;

COMMENT ON TABLE live_mutes IS 'Who may write nothing in a live class until when; they go on watching.';

ALTER TABLE live_rooms ADD COLUMN slow_seconds smallint NOT NULL DEFAULT 0 CHECK (slow_seconds BETWEEN 0 AND 600);

COMMENT ON COLUMN live_rooms.slow_seconds IS 'How long somebody of the audience waits between two messages; 0 for not at all.';

CREATE TABLE live_pins (
    live_room_id bigint PRIMARY KEY REFERENCES live_rooms ON DELETE CASCADE,
    message_id   bigint NOT NULL REFERENCES live_chat_messages ON DELETE CASCADE,
    pinned_by    bigint REFERENCES users ON DELETE SET NULL
);

CREATE INDEX live_pins_message_idx ON live_pins (message_id);
CREATE INDEX live_pins_pinned_by_idx ON live_pins (pinned_by) WHERE pinned_by IS NOT NULL;

COMMENT ON TABLE live_pins IS 'The message that stands above the talk of a room.';
