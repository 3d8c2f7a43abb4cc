CREATE TABLE audit_log (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor_id     bigint REFERENCES users ON DELETE SET NULL,
    action       text NOT NULL CHECK (action <> ''),
    subject_type text NOT NULL CHECK (subject_type <> ''),
    subject_id   text NOT NULL,
    reason       text NOT NULL DEFAULT '',
    details      jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object'),
    at           timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX audit_log_subject_idx ON audit_log (subject_type, subject_id, id DESC);
CREATE INDEX audit_log_actor_idx ON audit_log (actor_id, id DESC);
CREATE INDEX audit_log_action_idx ON audit_log (action, id DESC);

COMMENT ON TABLE audit_log IS 'Who did what to what, and why: role changes, moderation, sign-ins. Only ever added to.';
COMMENT ON COLUMN audit_log.actor_id IS 'Null for the program itself and for the command line.';
COMMENT ON COLUMN audit_log.action IS 'As the program names it (message.delete, user.role, …).';
COMMENT ON COLUMN audit_log.details IS 'Never a password, a token, a key or the text of a direct message.';
