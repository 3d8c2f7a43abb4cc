CREATE TABLE lesson_news (
    lesson_id bigint PRIMARY KEY REFERENCES lessons ON DELETE CASCADE,
    course_id bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    added_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX lesson_news_course_idx ON lesson_news (course_id);

COMMENT ON TABLE lesson_news IS 'Lessons that were added to a course that somebody takes, and of which its learners have not been told yet; a row goes when they are.';
