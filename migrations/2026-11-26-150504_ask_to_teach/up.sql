CREATE TABLE teacher_applications (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    words      text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 2000),
    created_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    decided_by bigint REFERENCES users ON DELETE SET NULL,
    is_granted boolean,
    reason     text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
    CHECK ((decided_at IS NULL) = (is_granted IS NULL)),
    CHECK (is_granted IS DISTINCT FROM false OR reason <> '')
);

CREATE UNIQUE INDEX teacher_applications_open_key ON teacher_applications (user_id) WHERE decided_at IS NULL;
CREATE INDEX teacher_applications_user_idx ON teacher_applications (user_id, id DESC);
CREATE INDEX teacher_applications_queue_idx ON teacher_applications (id) WHERE decided_at IS NULL;

COMMENT ON TABLE teacher_applications IS 'Who has asked to teach, in their words, and what an administrator decided. One at a time is open.';
COMMENT ON COLUMN teacher_applications.reason IS 'Said to the person; a refusal always has one.';
