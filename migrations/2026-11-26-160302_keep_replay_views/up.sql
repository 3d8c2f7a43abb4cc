CREATE TABLE live_replay_views (
    live_room_id  bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    watched       int8multirange NOT NULL DEFAULT '{}',
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (live_room_id, user_id)
);

CREATE INDEX live_replay_views_user_idx ON live_replay_views (user_id);

COMMENT ON TABLE live_replay_views IS 'How much of a replay somebody has watched.';
COMMENT ON COLUMN live_replay_views.watched IS 'Stretches in milliseconds of the whole recording; what is watched twice counts once.';
