DROP TABLE quiz_accommodations;
DROP TABLE quiz_slots;

DROP TRIGGER quizzes_set_updated_at ON quizzes;
ALTER TABLE quizzes
    DROP CONSTRAINT quizzes_close_after_opening,
    DROP CONSTRAINT quizzes_lesson_fkey,
    DROP CONSTRAINT quizzes_lesson_key,
    DROP COLUMN updated_at,
    DROP COLUMN release_feedback,
    DROP COLUMN release_answers,
    DROP COLUMN release_marks,
    DROP COLUMN shuffles_options,
    DROP COLUMN shuffles_questions,
    DROP COLUMN final_score,
    DROP COLUMN attempt_delay_ms,
    DROP COLUMN attempts_allowed,
    DROP COLUMN time_limit_ms,
    DROP COLUMN close_at,
    DROP COLUMN open_at,
    DROP COLUMN instructions,
    DROP COLUMN lesson_id;

DROP TYPE quiz_release;
DROP TYPE quiz_final_score;
