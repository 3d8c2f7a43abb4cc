CREATE TABLE lesson_notes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson_id   bigint NOT NULL REFERENCES lessons ON DELETE CASCADE,
    user_id     bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    position_ms bigint NOT NULL DEFAULT 0 CHECK (position_ms >= 0),
    body        text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 4000),
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    deleted_at  timestamptz
);
CREATE INDEX lesson_notes_list_idx ON lesson_notes (user_id, lesson_id, position_ms, id) WHERE deleted_at IS NULL;
CREATE INDEX lesson_notes_lesson_idx ON lesson_notes (lesson_id);
CREATE INDEX lesson_notes_deleted_idx ON lesson_notes (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TRIGGER lesson_notes_set_updated_at BEFORE UPDATE ON lesson_notes
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE lesson_notes IS 'What learners note for themselves in lessons; nobody else reads it.';
COMMENT ON COLUMN lesson_notes.position_ms IS 'Of a video: the moment that the note is about. 0 elsewhere.';
COMMENT ON COLUMN lesson_notes.deleted_at IS 'A deletion can be undone for an hour; the learner''s next deletion after that removes the row.';
