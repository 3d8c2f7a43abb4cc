CREATE TABLE live_roll_calls (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    course_id    bigint NOT NULL REFERENCES courses ON DELETE RESTRICT,
    opened_by    bigint REFERENCES users ON DELETE SET NULL,
    opened_at    timestamptz NOT NULL DEFAULT now(),
    closes_at    timestamptz NOT NULL CHECK (closes_at >= opened_at)
);

CREATE INDEX live_roll_calls_room_idx ON live_roll_calls (live_room_id, id DESC);
CREATE INDEX live_roll_calls_course_idx ON live_roll_calls (course_id);
CREATE INDEX live_roll_calls_opened_by_idx ON live_roll_calls (opened_by) WHERE opened_by IS NOT NULL;

COMMENT ON TABLE live_roll_calls IS 'Times in which the learners of a course sign in to show that they are in its class. Closing one early moves closes_at.';

CREATE TABLE live_roll_call_entries (
    roll_call_id bigint NOT NULL REFERENCES live_roll_calls ON DELETE CASCADE,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    signed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (roll_call_id, user_id)
);

CREATE INDEX live_roll_call_entries_user_idx ON live_roll_call_entries (user_id);

COMMENT ON TABLE live_roll_call_entries IS 'Who has signed in in time; whoever is enrolled and not here was absent.';
