CREATE TABLE live_questions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id  bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    user_id       bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
    content       text NOT NULL CHECK (char_length(content) BETWEEN 1 AND 500),
    nonce         uuid NOT NULL,
    votes         integer NOT NULL DEFAULT 0 CHECK (votes >= 0),
    media_time_ms bigint CHECK (media_time_ms >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    pinned_at     timestamptz,
    answered_at   timestamptz,
    answered_by   bigint REFERENCES users ON DELETE SET NULL,
    deleted_at    timestamptz,
    deleted_by    bigint REFERENCES users ON DELETE SET NULL,
    CONSTRAINT live_questions_nonce_key UNIQUE (live_room_id, user_id, nonce),
    CHECK (answered_by IS NULL OR answered_at IS NOT NULL),
    CHECK (deleted_by IS NULL OR deleted_at IS NOT NULL)
);

CREATE INDEX live_questions_list_idx ON live_questions
    (live_room_id, (pinned_at IS NULL), (answered_at IS NOT NULL), votes DESC, id) WHERE deleted_at IS NULL;
CREATE INDEX live_questions_user_idx ON live_questions (user_id, id DESC);
CREATE INDEX live_questions_answered_by_idx ON live_questions (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX live_questions_deleted_by_idx ON live_questions (deleted_by) WHERE deleted_by IS NOT NULL;

COMMENT ON TABLE live_questions IS 'What learners ask in a live class, for the teacher to answer aloud: pinned first, then open ones by votes.';
COMMENT ON COLUMN live_questions.votes IS 'How many rows of live_question_votes it has, kept in their transactions.';
COMMENT ON COLUMN live_questions.media_time_ms IS 'As in live_chat_messages: the picture that the asker saw; null when no picture was running.';
COMMENT ON COLUMN live_questions.answered_at IS 'The moment in the class, and so on the recording, when the teacher had answered it.';

CREATE TABLE live_question_votes (
    question_id bigint NOT NULL REFERENCES live_questions ON DELETE CASCADE,
    user_id     bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (question_id, user_id)
);

CREATE INDEX live_question_votes_user_idx ON live_question_votes (user_id);

COMMENT ON TABLE live_question_votes IS 'Who wants a question answered too: a person once.';
