ALTER TABLE assignments ADD COLUMN shows_rubric boolean NOT NULL DEFAULT true;

COMMENT ON COLUMN assignments.shows_rubric IS 'Whether learners see the rubric before they hand in.';

CREATE TABLE assignment_rubrics (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assignment_id bigint NOT NULL REFERENCES assignments ON DELETE CASCADE,
    number        integer NOT NULL CHECK (number >= 1),
    criteria      jsonb NOT NULL CHECK (jsonb_typeof(criteria) = 'array'),
    created_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (assignment_id, number)
);

COMMENT ON TABLE assignment_rubrics IS 'What an assignment is graded by, in versions that are never changed: what was graded keeps its own. The latest one holds; one without criteria is none.';
COMMENT ON COLUMN assignment_rubrics.criteria IS 'Criteria with their levels, as src/assignments/rubric has them.';

CREATE TABLE assignment_evaluations (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission_id bigint NOT NULL UNIQUE REFERENCES assignment_submissions ON DELETE CASCADE,
    version       integer NOT NULL CHECK (version >= 1),
    rubric_id     bigint REFERENCES assignment_rubrics ON DELETE NO ACTION,
    levels        integer[] NOT NULL DEFAULT '{}',
    points        numeric(8, 2) CHECK (points >= 0),
    is_excused    boolean NOT NULL DEFAULT false,
    comment       text NOT NULL DEFAULT '' CHECK (char_length(comment) <= 20000),
    note          text NOT NULL DEFAULT '' CHECK (char_length(note) <= 5000),
    is_final      boolean NOT NULL DEFAULT false,
    recorded      numeric(10, 2) CHECK (recorded >= 0),
    revision      integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
    graded_by     bigint REFERENCES users ON DELETE SET NULL,
    graded_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX assignment_evaluations_rubric_idx ON assignment_evaluations (rubric_id) WHERE rubric_id IS NOT NULL;
CREATE INDEX assignment_evaluations_graded_by_idx ON assignment_evaluations (graded_by) WHERE graded_by IS NOT NULL;

COMMENT ON TABLE assignment_evaluations IS 'What a grader makes of a submission. The learner sees it once it is final and its column is posted.';
COMMENT ON COLUMN assignment_evaluations.version IS 'The one that was looked at.';
COMMENT ON COLUMN assignment_evaluations.levels IS 'Of each criterion the place of the level that was chosen, or null.';
COMMENT ON COLUMN assignment_evaluations.points IS 'Typed by the grader; null: those of the rubric count.';
COMMENT ON COLUMN assignment_evaluations.note IS 'For the staff alone.';
COMMENT ON COLUMN assignment_evaluations.recorded IS 'What went to the grade book, after what being late costs. A grade that is another one by now was changed there by hand.';

CREATE TABLE assignment_returned_files (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    evaluation_id bigint NOT NULL REFERENCES assignment_evaluations ON DELETE CASCADE,
    media_id      uuid NOT NULL UNIQUE REFERENCES media ON DELETE CASCADE
);

CREATE INDEX assignment_returned_files_evaluation_idx ON assignment_returned_files (evaluation_id, id);

COMMENT ON TABLE assignment_returned_files IS 'Files that a grader gives back, as a marked-up copy.';
