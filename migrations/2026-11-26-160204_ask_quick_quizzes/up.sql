CREATE TABLE live_quick_quizzes (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id  bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    course_id     bigint NOT NULL REFERENCES courses ON DELETE RESTRICT,
    title         text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    seconds       integer NOT NULL CHECK (seconds BETWEEN 10 AND 3600),
    grade_item_id bigint REFERENCES grade_items ON DELETE SET NULL,
    created_by    bigint REFERENCES users ON DELETE SET NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    opened_at     timestamptz,
    closes_at     timestamptz,
    closed_at     timestamptz,
    shown_at      timestamptz,
    CHECK ((opened_at IS NULL) = (closes_at IS NULL)),
    CHECK (num_nonnulls(closed_at, shown_at) = 0 OR opened_at IS NOT NULL)
);

CREATE INDEX live_quick_quizzes_room_idx ON live_quick_quizzes (live_room_id, id DESC);
CREATE INDEX live_quick_quizzes_course_idx ON live_quick_quizzes (course_id);
CREATE INDEX live_quick_quizzes_grade_item_idx ON live_quick_quizzes (grade_item_id) WHERE grade_item_id IS NOT NULL;
CREATE INDEX live_quick_quizzes_created_by_idx ON live_quick_quizzes (created_by) WHERE created_by IS NOT NULL;

COMMENT ON TABLE live_quick_quizzes IS 'Questions of the course''s bank asked in a live class: prepared (opened_at is null), open until closes_at, closed, results shown (shown_at).';
COMMENT ON COLUMN live_quick_quizzes.grade_item_id IS 'Its column in the grade book, made when it is opened; null before, or when somebody has removed the column.';

CREATE TABLE live_quick_questions (
    id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quick_quiz_id bigint NOT NULL REFERENCES live_quick_quizzes ON DELETE CASCADE,
    place         smallint NOT NULL CHECK (place BETWEEN 1 AND 10),
    question_id   bigint NOT NULL,
    version       integer NOT NULL,
    arrangement   jsonb NOT NULL CHECK (jsonb_typeof(arrangement) = 'array'),
    UNIQUE (quick_quiz_id, place),
    UNIQUE (quick_quiz_id, question_id),
    FOREIGN KEY (question_id, version) REFERENCES question_versions (question_id, version) ON DELETE RESTRICT
);

CREATE INDEX live_quick_questions_question_idx ON live_quick_questions (question_id, version);

COMMENT ON TABLE live_quick_questions IS 'What a quick quiz asks, each in the version it had when the quiz was made.';
COMMENT ON COLUMN live_quick_questions.arrangement IS 'The order of what can be ordered, the same for everybody in the class.';

CREATE TABLE live_quick_attempts (
    quick_quiz_id bigint NOT NULL REFERENCES live_quick_quizzes ON DELETE CASCADE,
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    points        numeric(10, 2) NOT NULL CHECK (points >= 0),
    submitted_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (quick_quiz_id, user_id)
);

CREATE INDEX live_quick_attempts_user_idx ON live_quick_attempts (user_id);

COMMENT ON TABLE live_quick_attempts IS 'Who has answered a quick quiz: each once, in time by the server''s clock.';

CREATE TABLE live_quick_answers (
    quick_question_id integer NOT NULL REFERENCES live_quick_questions ON DELETE CASCADE,
    user_id           bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    answer            jsonb NOT NULL CHECK (jsonb_typeof(answer) = 'object'),
    credit            numeric(13, 12) NOT NULL CHECK (credit BETWEEN 0 AND 1),
    PRIMARY KEY (quick_question_id, user_id)
);

CREATE INDEX live_quick_answers_user_idx ON live_quick_answers (user_id);

COMMENT ON TABLE live_quick_answers IS 'The answers of live_quick_attempts, graded when they came. Nobody sees a credit before the results are shown.';
