-- A question belongs to a course and may be in a quiz or in none. No release has written to this table yet, so the new
-- columns can be NOT NULL at once.
ALTER TABLE questions
    ADD COLUMN course_id       bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    ADD COLUMN title           text NOT NULL DEFAULT '' CHECK (char_length(title) <= 120),
    ADD COLUMN current_version integer NOT NULL DEFAULT 1 CHECK (current_version >= 1),
    ADD COLUMN created_at      timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_at      timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN archived_at     timestamptz,
    ALTER COLUMN quiz_id DROP NOT NULL,
    ALTER COLUMN "order" DROP NOT NULL,
    DROP CONSTRAINT questions_quiz_id_fkey,
    ADD CONSTRAINT questions_quiz_id_fkey FOREIGN KEY (quiz_id) REFERENCES quizzes ON DELETE SET NULL;

CREATE INDEX questions_course_idx ON questions (course_id, id DESC);

CREATE TRIGGER questions_updated_at BEFORE UPDATE ON questions FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE questions IS 'The question bank of a course. What a question asks now is copied here from its current version; keys are not.';
COMMENT ON COLUMN questions.title IS 'A name among teachers; may be empty.';

CREATE TABLE question_versions (
    question_id bigint NOT NULL REFERENCES questions ON DELETE CASCADE,
    version     integer NOT NULL CHECK (version >= 1),
    content     jsonb NOT NULL CHECK (jsonb_typeof(content) = 'object'),
    created_by  bigint REFERENCES users ON DELETE SET NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (question_id, version)
);

CREATE INDEX question_versions_author_idx ON question_versions (created_by);

COMMENT ON TABLE question_versions IS 'Every wording a question has had, with keys, weights and feedback. Written once: attempts point here.';

CREATE FUNCTION refuse_new_wording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only the author may fade away, when their account is deleted.
    IF (NEW.question_id, NEW.version, NEW.content, NEW.created_at)
        IS DISTINCT FROM (OLD.question_id, OLD.version, OLD.content, OLD.created_at) THEN
        RAISE EXCEPTION 'a version of a question is never changed; write the next one';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION refuse_new_wording() IS 'Keeps question_versions as they were written.';

CREATE TRIGGER question_versions_unchanged BEFORE UPDATE ON question_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_new_wording();

ALTER TABLE questions
    ADD CONSTRAINT questions_current_version_fkey FOREIGN KEY (id, current_version)
    REFERENCES question_versions (question_id, version) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE question_tags (
    question_id bigint NOT NULL REFERENCES questions ON DELETE CASCADE,
    tag         text NOT NULL CHECK (char_length(tag) BETWEEN 1 AND 40),
    PRIMARY KEY (question_id, tag)
);

CREATE INDEX question_tags_tag_idx ON question_tags (tag, question_id);

COMMENT ON TABLE question_tags IS 'Words that a question is filed under in its course''s bank.';
