CREATE TABLE lesson_versions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson_id     bigint NOT NULL REFERENCES lessons ON DELETE CASCADE,
    number        integer NOT NULL CHECK (number >= 1),
    title         text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    body          text NOT NULL CHECK (char_length(body) <= 200000),
    author_id     bigint REFERENCES users ON DELETE SET NULL,
    restored_from integer CHECK (restored_from < number),
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT lesson_versions_number_key UNIQUE (lesson_id, number)
);
CREATE INDEX lesson_versions_author_idx ON lesson_versions (author_id) WHERE author_id IS NOT NULL;

COMMENT ON TABLE lesson_versions IS 'The texts that a lesson has had, the newest the one it has; begins with the first change. Never edited.';
COMMENT ON COLUMN lesson_versions.restored_from IS 'The number of the earlier version that was brought back as this one.';
