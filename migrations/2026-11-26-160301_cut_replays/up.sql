CREATE TABLE live_replay_cuts (
    live_room_id   bigint PRIMARY KEY REFERENCES live_rooms ON DELETE CASCADE,
    whole_media_id uuid NOT NULL UNIQUE REFERENCES media ON DELETE RESTRICT,
    start_ms       bigint NOT NULL CHECK (start_ms >= 0),
    end_ms         bigint NOT NULL,
    shown_start_ms bigint CHECK (shown_start_ms >= 0),
    shown_end_ms   bigint,
    is_shown       boolean NOT NULL DEFAULT false,
    has_failed     boolean NOT NULL DEFAULT false,
    asked_at       timestamptz NOT NULL DEFAULT now(),
    CHECK (end_ms > start_ms),
    CHECK ((shown_start_ms IS NULL) = (shown_end_ms IS NULL)),
    CHECK (shown_end_ms > shown_start_ms),
    CHECK (NOT is_shown OR shown_start_ms IS NOT NULL)
);

COMMENT ON TABLE live_replay_cuts IS 'Replays that show a stretch of what was recorded. The whole recording is kept and read by the staff alone.';
COMMENT ON COLUMN live_replay_cuts.start_ms IS 'Asked for, in time of the whole recording.';
COMMENT ON COLUMN live_replay_cuts.shown_start_ms IS 'Where the film that is shown really begins: the keyframe after start_ms. Null while the whole recording is still shown.';
COMMENT ON COLUMN live_replay_cuts.is_shown IS 'Whether what is shown is what was asked for last.';
