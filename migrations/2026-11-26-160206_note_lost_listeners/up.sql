CREATE TABLE live_lost_taps (
    live_room_id  bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    slot          bigint NOT NULL,
    media_time_ms bigint NOT NULL CHECK (media_time_ms >= 0),
    PRIMARY KEY (live_room_id, user_id, slot)
);

CREATE INDEX live_lost_taps_moment_idx ON live_lost_taps (live_room_id, media_time_ms);
CREATE INDEX live_lost_taps_user_idx ON live_lost_taps (user_id);

COMMENT ON TABLE live_lost_taps IS 'Moments at which somebody in a live class could not follow.';
COMMENT ON COLUMN live_lost_taps.slot IS 'The Unix time in tens of seconds: a person counts once in each.';
COMMENT ON COLUMN live_lost_taps.media_time_ms IS 'As in live_chat_messages: the picture that they saw.';
