DROP TABLE question_tags;
ALTER TABLE questions DROP CONSTRAINT questions_current_version_fkey;
DROP TABLE question_versions;
DROP FUNCTION refuse_new_wording();
DROP TRIGGER questions_updated_at ON questions;
DROP INDEX questions_course_idx;
COMMENT ON TABLE questions IS 'The questions of a quiz, in order.';
-- A question outside of any quiz has no place in the older shape.
DELETE FROM questions WHERE quiz_id IS NULL OR "order" IS NULL;
ALTER TABLE questions
    DROP CONSTRAINT questions_quiz_id_fkey,
    ADD CONSTRAINT questions_quiz_id_fkey FOREIGN KEY (quiz_id) REFERENCES quizzes ON DELETE CASCADE,
    ALTER COLUMN quiz_id SET NOT NULL,
    ALTER COLUMN "order" SET NOT NULL,
    DROP COLUMN course_id,
    DROP COLUMN title,
    DROP COLUMN current_version,
    DROP COLUMN created_at,
    DROP COLUMN updated_at,
    DROP COLUMN archived_at;
