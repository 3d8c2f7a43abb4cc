CREATE TABLE live_polls (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    question     text NOT NULL CHECK (char_length(question) BETWEEN 1 AND 300),
    is_multiple  boolean NOT NULL,
    may_change   boolean NOT NULL,
    seconds      integer CHECK (seconds BETWEEN 10 AND 3600),
    created_by   bigint REFERENCES users ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    opened_at    timestamptz,
    closes_at    timestamptz,
    closed_at    timestamptz,
    shown_at     timestamptz,
    CHECK (num_nonnulls(closes_at, closed_at, shown_at) = 0 OR opened_at IS NOT NULL)
);

CREATE INDEX live_polls_room_idx ON live_polls (live_room_id, id DESC);
CREATE INDEX live_polls_created_by_idx ON live_polls (created_by) WHERE created_by IS NOT NULL;

COMMENT ON TABLE live_polls IS 'Polls of a live class: prepared (opened_at is null), open, closed (closed_at, or closes_at has passed), results shown (shown_at).';
COMMENT ON COLUMN live_polls.seconds IS 'How long it will be open once it is opened; null until it is closed by hand.';

CREATE TABLE live_poll_options (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    poll_id bigint NOT NULL REFERENCES live_polls ON DELETE CASCADE,
    place   smallint NOT NULL CHECK (place BETWEEN 1 AND 10),
    content text NOT NULL CHECK (char_length(content) BETWEEN 1 AND 120),
    UNIQUE (poll_id, place),
    UNIQUE (poll_id, id)
);

COMMENT ON TABLE live_poll_options IS 'What can be chosen in a poll, in order.';

CREATE TABLE live_poll_votes (
    poll_id    bigint NOT NULL,
    option_id  bigint NOT NULL,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (poll_id, user_id, option_id),
    FOREIGN KEY (poll_id, option_id) REFERENCES live_poll_options (poll_id, id) ON DELETE CASCADE
);

CREATE INDEX live_poll_votes_option_idx ON live_poll_votes (poll_id, option_id);
CREATE INDEX live_poll_votes_user_idx ON live_poll_votes (user_id);

COMMENT ON TABLE live_poll_votes IS 'What each person has chosen: one row, or several where several may be chosen.';
