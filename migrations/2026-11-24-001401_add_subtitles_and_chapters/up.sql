CREATE TABLE lesson_subtitles (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson_id  bigint NOT NULL REFERENCES lessons ON DELETE CASCADE,
    language   text NOT NULL CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$'),
    label      text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 40),
    file       text NOT NULL CHECK (octet_length(file) <= 2000000),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT lesson_subtitles_language_key UNIQUE (lesson_id, language)
);

COMMENT ON TABLE lesson_subtitles IS 'The words of a video lesson in one language: a WebVTT file, checked before it is stored.';

ALTER TABLE lessons ADD COLUMN chapters text NOT NULL DEFAULT '' CHECK (char_length(chapters) <= 20000);

COMMENT ON COLUMN lessons.chapters IS 'Of a video: a line per chapter, 0:00 and its title, in order. Checked before it is stored.';
