CREATE TABLE live_hands (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    raised_at    timestamptz NOT NULL DEFAULT now(),
    lowered_at   timestamptz,
    lowered_by   bigint REFERENCES users ON DELETE SET NULL,
    CHECK (lowered_at IS NULL OR lowered_at >= raised_at),
    CHECK (lowered_by IS NULL OR lowered_at IS NOT NULL)
);

CREATE UNIQUE INDEX live_hands_one_up ON live_hands (live_room_id, user_id) WHERE lowered_at IS NULL;
CREATE INDEX live_hands_queue_idx ON live_hands (live_room_id, id) WHERE lowered_at IS NULL;
CREATE INDEX live_hands_user_idx ON live_hands (user_id, id DESC);
CREATE INDEX live_hands_lowered_by_idx ON live_hands (lowered_by) WHERE lowered_by IS NOT NULL;

COMMENT ON TABLE live_hands IS 'Hands raised in a live class; those that are up stand in a queue in the order of their ids. A person has one up at a time.';
