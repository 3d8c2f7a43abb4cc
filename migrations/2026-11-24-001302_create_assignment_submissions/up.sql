CREATE TABLE assignment_submissions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assignment_id bigint NOT NULL REFERENCES assignments ON DELETE CASCADE,
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    draft         text NOT NULL DEFAULT '' CHECK (char_length(draft) <= 100000),
    sequence      bigint NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    saved_at      timestamptz,
    versions      integer NOT NULL DEFAULT 0 CHECK (versions >= 0),
    submitted_at  timestamptz,
    UNIQUE (assignment_id, user_id),
    CHECK ((versions = 0) = (submitted_at IS NULL))
);

CREATE INDEX assignment_submissions_user_idx ON assignment_submissions (user_id);

COMMENT ON TABLE assignment_submissions IS 'What one learner does for an assignment: the draft they are writing, and how often they have handed in.';
COMMENT ON COLUMN assignment_submissions.draft IS 'For its learner alone until it is handed in.';
COMMENT ON COLUMN assignment_submissions.sequence IS 'Of the save that is stored; one with a lower number never overwrites it.';
COMMENT ON COLUMN assignment_submissions.submitted_at IS 'Of the latest version.';

CREATE TABLE assignment_versions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission_id bigint NOT NULL REFERENCES assignment_submissions ON DELETE CASCADE,
    number        integer NOT NULL CHECK (number >= 1),
    body          text NOT NULL CHECK (char_length(body) <= 100000),
    submitted_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (submission_id, number)
);

COMMENT ON TABLE assignment_versions IS 'What was handed in, each time; never changed.';

CREATE TABLE assignment_files (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission_id bigint NOT NULL REFERENCES assignment_submissions ON DELETE CASCADE,
    media_id      uuid NOT NULL UNIQUE REFERENCES media ON DELETE CASCADE,
    in_draft      boolean NOT NULL DEFAULT true,
    first_version integer CHECK (first_version >= 1),
    last_version  integer,
    CHECK (last_version >= first_version),
    CHECK ((first_version IS NULL) = (last_version IS NULL)),
    CHECK (in_draft OR first_version IS NOT NULL)
);

CREATE INDEX assignment_files_submission_idx ON assignment_files (submission_id, id);

COMMENT ON TABLE assignment_files IS 'The files of a draft and of what was handed in. One that is kept from version to version is stored once.';
COMMENT ON COLUMN assignment_files.first_version IS 'It is in this version and all up to last_version; null: nobody but its learner has seen it.';
