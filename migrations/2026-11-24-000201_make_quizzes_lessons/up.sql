CREATE TYPE quiz_final_score AS ENUM ('highest', 'latest', 'first', 'average');
CREATE TYPE quiz_release AS ENUM ('immediately', 'after_submission', 'after_close', 'after_grading');

ALTER TABLE quizzes
    ADD COLUMN lesson_id          bigint NOT NULL,
    ADD COLUMN instructions       text NOT NULL DEFAULT '' CHECK (char_length(instructions) <= 20000),
    ADD COLUMN open_at            timestamptz,
    ADD COLUMN close_at           timestamptz,
    ADD COLUMN time_limit_ms      bigint CHECK (time_limit_ms > 0),
    ADD COLUMN attempts_allowed   integer CHECK (attempts_allowed >= 1),
    ADD COLUMN attempt_delay_ms   bigint NOT NULL DEFAULT 0 CHECK (attempt_delay_ms >= 0),
    ADD COLUMN final_score        quiz_final_score NOT NULL DEFAULT 'highest',
    ADD COLUMN shuffles_questions boolean NOT NULL DEFAULT false,
    ADD COLUMN shuffles_options   boolean NOT NULL DEFAULT true,
    ADD COLUMN release_marks      quiz_release NOT NULL DEFAULT 'after_submission',
    ADD COLUMN release_answers    quiz_release NOT NULL DEFAULT 'after_close',
    ADD COLUMN release_feedback   quiz_release NOT NULL DEFAULT 'after_submission',
    ADD COLUMN updated_at         timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT quizzes_lesson_key UNIQUE (lesson_id),
    ADD CONSTRAINT quizzes_lesson_fkey FOREIGN KEY (lesson_id, course_id) REFERENCES lessons (id, course_id) ON DELETE CASCADE,
    ADD CONSTRAINT quizzes_close_after_opening CHECK (close_at > open_at);

CREATE TRIGGER quizzes_set_updated_at BEFORE UPDATE ON quizzes
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON COLUMN quizzes.lesson_id IS 'A quiz is a lesson of the kind quiz. The key carries course_id, so a quiz cannot hang on another course''s lesson.';
COMMENT ON COLUMN quizzes.instructions IS 'Markdown.';
COMMENT ON COLUMN quizzes.attempts_allowed IS 'Null: as many as one likes.';
COMMENT ON COLUMN quizzes.attempt_delay_ms IS 'How long after handing in the next attempt may begin.';
COMMENT ON COLUMN quizzes.release_marks IS 'From when on a learner sees the marks; release_answers says it of the keys, release_feedback of the explanations.';

CREATE TABLE quiz_slots (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quiz_id     bigint NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    "order"     integer NOT NULL CHECK ("order" >= 1),
    points      numeric(8, 2) NOT NULL CHECK (points > 0),
    question_id bigint REFERENCES questions ON DELETE CASCADE,
    draw_count  integer CHECK (draw_count BETWEEN 1 AND 100),
    draw_tag    text CHECK (char_length(draw_tag) BETWEEN 1 AND 40),
    CONSTRAINT quiz_slots_order_key UNIQUE (quiz_id, "order") DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT quiz_slots_question_key UNIQUE (quiz_id, question_id),
    CONSTRAINT quiz_slots_is_fixed_or_drawn CHECK ((question_id IS NULL) = (draw_count IS NOT NULL)),
    CHECK (draw_tag IS NULL OR draw_count IS NOT NULL)
);

CREATE INDEX quiz_slots_question_idx ON quiz_slots (question_id) WHERE question_id IS NOT NULL;

COMMENT ON TABLE quiz_slots IS 'What a quiz asks, in order: a question of the bank, or so many drawn at random.';
COMMENT ON COLUMN quiz_slots.points IS 'Of each question that comes out of the slot.';
COMMENT ON COLUMN quiz_slots.draw_tag IS 'Null with draw_count: drawn from the whole bank.';

CREATE TABLE quiz_accommodations (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quiz_id        bigint NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    user_id        bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    factor_percent integer NOT NULL DEFAULT 100 CHECK (factor_percent BETWEEN 100 AND 1000),
    extra_ms       bigint NOT NULL DEFAULT 0 CHECK (extra_ms BETWEEN 0 AND 86400000),
    UNIQUE (quiz_id, user_id)
);

CREATE INDEX quiz_accommodations_user_idx ON quiz_accommodations (user_id);

COMMENT ON TABLE quiz_accommodations IS 'More time for one learner in one quiz: limit × factor + extra. The close of the quiz stays.';
