CREATE TABLE lesson_files (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson_id bigint NOT NULL REFERENCES lessons ON DELETE CASCADE,
    media_id  uuid NOT NULL REFERENCES media ON DELETE RESTRICT,
    position  integer NOT NULL CHECK (position > 0),
    CONSTRAINT lesson_files_media_key UNIQUE (lesson_id, media_id),
    CONSTRAINT lesson_files_position_key UNIQUE (lesson_id, position) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX lesson_files_media_idx ON lesson_files (media_id);

COMMENT ON TABLE lesson_files IS 'Handouts: files beside the content of a lesson, in order. A copy of the course shares them.';
COMMENT ON COLUMN lesson_files.position IS 'Dense from 1 within the lesson.';
