CREATE TYPE attempt_status AS ENUM ('open', 'submitted', 'graded');

CREATE TABLE attempts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quiz_id      bigint NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    number       integer NOT NULL CHECK (number >= 1),
    status       attempt_status NOT NULL DEFAULT 'open',
    started_at   timestamptz NOT NULL DEFAULT now(),
    deadline_at  timestamptz,
    active_at    timestamptz NOT NULL DEFAULT now(),
    submitted_at timestamptz,
    is_timed_out boolean NOT NULL DEFAULT false,
    score        numeric(10, 2) CHECK (score >= 0),
    max_score    numeric(10, 2) NOT NULL CHECK (max_score > 0),
    UNIQUE (quiz_id, user_id, number),
    CHECK ((status = 'open') = (submitted_at IS NULL)),
    CHECK ((status = 'graded') = (score IS NOT NULL))
);

CREATE UNIQUE INDEX attempts_one_open ON attempts (quiz_id, user_id) WHERE status = 'open';
CREATE INDEX attempts_user_idx ON attempts (user_id, quiz_id);
CREATE INDEX attempts_quiz_idx ON attempts (quiz_id, id DESC);

COMMENT ON TABLE attempts IS 'A learner''s attempt at a quiz, made on start. What was drawn and in which order is in attempt_answers and never changes.';
COMMENT ON COLUMN attempts.deadline_at IS 'min(start + limit × accommodation, close) by the clock of the database; ten seconds of grace come on top.';
COMMENT ON COLUMN attempts.active_at IS 'When something was last saved: what was spent on a question is the time since then.';
COMMENT ON COLUMN attempts.is_timed_out IS 'The program handed in what was there.';
COMMENT ON COLUMN attempts.score IS 'Null until everything in it is graded.';

CREATE TABLE attempt_answers (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempt_id   bigint NOT NULL REFERENCES attempts ON DELETE CASCADE,
    place        integer NOT NULL CHECK (place >= 1),
    question_id  bigint NOT NULL REFERENCES questions ON DELETE NO ACTION,
    version      integer NOT NULL,
    points       numeric(8, 2) NOT NULL CHECK (points > 0),
    option_order jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(option_order) = 'array'),
    answer       jsonb,
    media_id     uuid REFERENCES media ON DELETE SET NULL,
    sequence     bigint NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    saved_at     timestamptz,
    spent_ms     bigint NOT NULL DEFAULT 0 CHECK (spent_ms >= 0),
    is_flagged   boolean NOT NULL DEFAULT false,
    checked_at   timestamptz,
    credit       numeric(13, 12) CHECK (credit BETWEEN 0 AND 1),
    marks        numeric(8, 2) CHECK (marks BETWEEN 0 AND points),
    comment      text NOT NULL DEFAULT '' CHECK (char_length(comment) <= 10000),
    graded_by    bigint REFERENCES users ON DELETE SET NULL,
    graded_at    timestamptz,
    UNIQUE (attempt_id, place),
    FOREIGN KEY (question_id, version) REFERENCES question_versions (question_id, version) ON DELETE NO ACTION,
    CHECK ((credit IS NULL) = (marks IS NULL))
);

CREATE INDEX attempt_answers_question_idx ON attempt_answers (question_id, version);
CREATE INDEX attempt_answers_media_idx ON attempt_answers (media_id) WHERE media_id IS NOT NULL;

COMMENT ON TABLE attempt_answers IS 'The questions of an attempt as they were drawn, and what was answered.';
COMMENT ON COLUMN attempt_answers.option_order IS 'Where each option stands on this learner''s page: indices into the options of the version.';
COMMENT ON COLUMN attempt_answers.sequence IS 'Of the save that is stored; one with a lower number never overwrites it.';
COMMENT ON COLUMN attempt_answers.spent_ms IS 'By the clock of the database, from save to save.';
COMMENT ON COLUMN attempt_answers.checked_at IS 'The learner has asked for the marks of this one while the attempt is open; from then on its answer stands.';
COMMENT ON COLUMN attempt_answers.credit IS 'The share of the points, 0 to 1; null until graded.';

ALTER TABLE submissions
    ADD COLUMN attempt_id bigint REFERENCES attempts ON DELETE CASCADE,
    ADD CONSTRAINT submissions_attempt_key UNIQUE (attempt_id);

COMMENT ON COLUMN submissions.attempt_id IS 'One row for each attempt that was handed in.';

CREATE TABLE mistakes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    question_id  bigint NOT NULL REFERENCES questions ON DELETE CASCADE,
    wrong_count  integer NOT NULL DEFAULT 1 CHECK (wrong_count >= 1),
    right_streak integer NOT NULL DEFAULT 0 CHECK (right_streak >= 0),
    due_at       timestamptz NOT NULL DEFAULT now(),
    last_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, question_id)
);

CREATE INDEX mistakes_due_idx ON mistakes (user_id, due_at);
CREATE INDEX mistakes_question_idx ON mistakes (question_id);

COMMENT ON TABLE mistakes IS '错题本: the questions that a learner has got wrong, and when each comes up for practice again.';
COMMENT ON COLUMN mistakes.right_streak IS 'Right answers in a row since the last wrong one; the interval grows with it.';

