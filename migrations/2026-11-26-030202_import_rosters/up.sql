CREATE TABLE roster_imports (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    people     jsonb NOT NULL CHECK (jsonb_typeof(people) = 'array'),
    joined     integer NOT NULL DEFAULT 0 CHECK (joined >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    applied_at timestamptz
);

CREATE INDEX roster_imports_course_idx ON roster_imports (course_id, user_id);
CREATE INDEX roster_imports_user_idx ON roster_imports (user_id);

COMMENT ON TABLE roster_imports IS 'Lists of learners that somebody has brought into a course: looked at first, then applied as a whole.';
COMMENT ON COLUMN roster_imports.people IS 'Whom the list names, as src/courses/roster has them; empty once it is applied.';
