CREATE TYPE question_type AS ENUM (
    'single_choice', 'multiple_choice', 'indeterminate_choice', 'true_false', 'fill_blank', 'short_answer',
    'numeric', 'matching', 'ordering', 'essay', 'file'
);

CREATE TABLE quizzes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    title      text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX quizzes_course_idx ON quizzes (course_id, id);

COMMENT ON TABLE quizzes IS 'Quizzes of a course.';

CREATE TABLE questions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quiz_id       bigint NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    question_text text NOT NULL CHECK (char_length(question_text) BETWEEN 1 AND 20000),
    question_type question_type NOT NULL,
    options       jsonb CHECK (jsonb_typeof(options) = 'array'),
    "order"       integer NOT NULL CHECK ("order" >= 1),
    CONSTRAINT questions_order_key UNIQUE (quiz_id, "order") DEFERRABLE INITIALLY IMMEDIATE,
    CHECK (question_type NOT IN ('single_choice', 'multiple_choice', 'indeterminate_choice') OR options IS NOT NULL)
);

COMMENT ON TABLE questions IS 'The questions of a quiz, in order.';
COMMENT ON COLUMN questions.question_text IS 'Markdown.';
COMMENT ON COLUMN questions.options IS 'The choices of a choice question, a JSON array. Never the key: what is in here may be shown.';

CREATE TABLE submissions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    quiz_id      bigint NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    answer       jsonb NOT NULL CHECK (jsonb_typeof(answer) = 'object'),
    score        numeric(8, 2) CHECK (score >= 0),
    submitted_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX submissions_user_idx ON submissions (user_id, quiz_id, submitted_at DESC);
CREATE INDEX submissions_quiz_idx ON submissions (quiz_id, submitted_at DESC);

COMMENT ON TABLE submissions IS 'What a learner handed in for a quiz.';
COMMENT ON COLUMN submissions.answer IS 'A JSON object from question id to answer.';
COMMENT ON COLUMN submissions.score IS 'Null until graded.';
