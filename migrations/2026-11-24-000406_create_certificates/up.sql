ALTER TABLE courses ADD COLUMN gives_certificate boolean NOT NULL DEFAULT false;

CREATE TRIGGER courses_set_updated_at_by_certificate BEFORE UPDATE OF gives_certificate ON courses
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON COLUMN courses.gives_certificate IS 'Whether whoever completes it is given a certificate.';

CREATE TABLE course_completions (
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    course_id    bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    completed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, course_id)
);

CREATE INDEX course_completions_course_idx ON course_completions (course_id, completed_at);

COMMENT ON TABLE course_completions IS 'Who has completed which course: all of its required lessons at one moment. Never taken away, also when lessons are added later.';

CREATE TABLE certificates (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    course_id    bigint REFERENCES courses ON DELETE SET NULL,
    code         text NOT NULL UNIQUE CHECK (code ~ '^[0-9a-z]{26,64}$'),
    learner_name text NOT NULL CHECK (learner_name <> ''),
    course_title text NOT NULL CHECK (course_title <> ''),
    teacher_name text NOT NULL CHECK (teacher_name <> ''),
    language     course_language NOT NULL,
    issued_at    timestamptz NOT NULL DEFAULT now(),
    revoked_at   timestamptz,
    revoked_by   bigint REFERENCES users ON DELETE SET NULL,
    revoked_reason text CHECK (char_length(revoked_reason) BETWEEN 1 AND 500),
    UNIQUE (user_id, course_id),
    CONSTRAINT certificates_revoked_with_reason CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
);

CREATE INDEX certificates_course_idx ON certificates (course_id, id DESC);
CREATE INDEX certificates_user_idx ON certificates (user_id, id DESC);

COMMENT ON TABLE certificates IS 'Certificates with the names as they were on that day. A certificate outlives its course; one per learner and course.';
COMMENT ON COLUMN certificates.code IS 'At least 128 random bits: whoever has it may verify the certificate.';
