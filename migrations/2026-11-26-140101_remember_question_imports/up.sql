CREATE TABLE question_imports (
    id uuid PRIMARY KEY,
    course_id bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    imported_by bigint REFERENCES users ON DELETE SET NULL,
    questions integer NOT NULL CHECK (questions > 0),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX question_imports_course_id ON question_imports (course_id);
CREATE INDEX question_imports_imported_by ON question_imports (imported_by);
COMMENT ON TABLE question_imports IS
    'Files of questions that came into a bank, each under the id of the preview it was sent from, so that a form sent twice counts once';
