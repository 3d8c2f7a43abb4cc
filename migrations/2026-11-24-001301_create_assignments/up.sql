CREATE TABLE assignments (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id        bigint NOT NULL,
    lesson_id        bigint NOT NULL,
    title            text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    instructions     text NOT NULL DEFAULT '' CHECK (char_length(instructions) <= 20000),
    points           numeric(8, 2) NOT NULL DEFAULT 100 CHECK (points > 0),
    due_at           timestamptz,
    close_at         timestamptz,
    late_percent     numeric(5, 2) NOT NULL DEFAULT 0 CHECK (late_percent BETWEEN 0 AND 100),
    late_interval_ms bigint NOT NULL DEFAULT 86400000 CHECK (late_interval_ms > 0),
    late_cap_percent numeric(5, 2) NOT NULL DEFAULT 100 CHECK (late_cap_percent BETWEEN 0 AND 100),
    takes_text       boolean NOT NULL DEFAULT true,
    files_allowed    integer NOT NULL DEFAULT 5 CHECK (files_allowed BETWEEN 0 AND 20),
    takes_pictures   boolean NOT NULL DEFAULT true,
    takes_documents  boolean NOT NULL DEFAULT true,
    takes_recordings boolean NOT NULL DEFAULT true,
    takes_others     boolean NOT NULL DEFAULT true,
    grade_item_id    bigint REFERENCES grade_items ON DELETE SET NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT assignments_lesson_key UNIQUE (lesson_id),
    CONSTRAINT assignments_lesson_fkey FOREIGN KEY (lesson_id, course_id) REFERENCES lessons (id, course_id) ON DELETE CASCADE,
    CONSTRAINT assignments_close_after_due CHECK (close_at >= due_at),
    CONSTRAINT assignments_take_something CHECK (takes_text OR files_allowed > 0),
    CONSTRAINT assignments_take_some_files CHECK (files_allowed = 0 OR takes_pictures OR takes_documents OR takes_recordings OR takes_others)
);

CREATE INDEX assignments_course_idx ON assignments (course_id);
CREATE UNIQUE INDEX assignments_grade_item_key ON assignments (grade_item_id) WHERE grade_item_id IS NOT NULL;

CREATE TRIGGER assignments_set_updated_at BEFORE UPDATE ON assignments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE assignments IS 'An assignment is a lesson of the kind assignment: what is asked, until when, and what being late costs.';
COMMENT ON COLUMN assignments.lesson_id IS 'The key carries course_id, so an assignment cannot hang on another course''s lesson.';
COMMENT ON COLUMN assignments.instructions IS 'Markdown.';
COMMENT ON COLUMN assignments.due_at IS 'What comes later is late. Null: never late.';
COMMENT ON COLUMN assignments.close_at IS 'From then on nothing is taken. Null: it stays open.';
COMMENT ON COLUMN assignments.late_percent IS 'Taken off the points for each interval that has begun, up to late_cap_percent altogether.';
COMMENT ON COLUMN assignments.files_allowed IS 'How many files one version may have.';
COMMENT ON COLUMN assignments.grade_item_id IS 'The column of the grade book that the assignment fills.';

CREATE TABLE assignment_extensions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assignment_id bigint NOT NULL REFERENCES assignments ON DELETE CASCADE,
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    due_at        timestamptz,
    close_at      timestamptz,
    UNIQUE (assignment_id, user_id),
    CONSTRAINT assignment_extensions_close_after_due CHECK (close_at >= due_at)
);

CREATE INDEX assignment_extensions_user_idx ON assignment_extensions (user_id);

COMMENT ON TABLE assignment_extensions IS 'Other times for one learner, in the place of the assignment''s own. A null means none at all.';
