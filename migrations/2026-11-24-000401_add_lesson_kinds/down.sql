-- A type cannot lose values, so it is made anew. Lessons of the kinds that go keep their title and words, as texts.
ALTER TABLE lessons DROP CONSTRAINT lessons_text_has_no_file;
ALTER TYPE lesson_kind RENAME TO lesson_kind_before;
CREATE TYPE lesson_kind AS ENUM ('video', 'document', 'text');
ALTER TABLE lessons ALTER COLUMN kind TYPE lesson_kind
    USING (CASE WHEN kind::text IN ('quiz', 'assignment', 'replay') THEN 'text' ELSE kind::text END)::lesson_kind;
DROP TYPE lesson_kind_before;
ALTER TABLE lessons ADD CONSTRAINT lessons_text_has_no_file CHECK (kind <> 'text' OR (media_id IS NULL AND content_url IS NULL));
