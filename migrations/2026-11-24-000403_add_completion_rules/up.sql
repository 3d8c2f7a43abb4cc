CREATE TYPE completion_condition AS ENUM ('viewed', 'watched', 'submitted', 'scored', 'posted', 'attended', 'marked');

CREATE TABLE completion_rules (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson_id bigint NOT NULL REFERENCES lessons ON DELETE CASCADE,
    condition completion_condition NOT NULL,
    threshold integer,
    UNIQUE (lesson_id, condition),
    CONSTRAINT completion_rules_threshold CHECK (CASE condition
        WHEN 'watched' THEN threshold IS NOT NULL AND threshold BETWEEN 1 AND 100
        WHEN 'scored' THEN threshold IS NOT NULL AND threshold BETWEEN 0 AND 100
        WHEN 'attended' THEN threshold IS NOT NULL AND threshold BETWEEN 1 AND 1440
        ELSE threshold IS NULL END)
);

COMMENT ON TABLE completion_rules IS 'What makes a lesson done. A lesson without rows has the rule of its kind: a video is watched to 90 %, a quiz or an assignment handed in, anything else marked by the learner.';
COMMENT ON COLUMN completion_rules.threshold IS 'Percent of a video or a score, minutes of a class; nothing for the other conditions.';

ALTER TABLE lessons
    ADD COLUMN is_required boolean NOT NULL DEFAULT true,
    ADD COLUMN completion_any boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN lessons.is_required IS 'Whether it counts for the progress of its course.';
COMMENT ON COLUMN lessons.completion_any IS 'Whether one of its completion_rules is enough, or all are needed.';

ALTER TABLE progress
    ADD COLUMN viewed_at timestamptz,
    ADD COLUMN submitted_at timestamptz,
    ADD COLUMN score numeric(5, 2),
    ADD COLUMN posted_at timestamptz,
    ADD COLUMN attended_ms bigint NOT NULL DEFAULT 0,
    ADD COLUMN marked_at timestamptz,
    ADD CONSTRAINT progress_score_is_percent CHECK (score BETWEEN 0 AND 100) NOT VALID,
    ADD CONSTRAINT progress_attended_is_positive CHECK (attended_ms >= 0) NOT VALID;

COMMENT ON COLUMN progress.score IS 'Percent, as the quiz or the assignment last reported it.';
COMMENT ON COLUMN progress.posted_at IS 'When the learner wrote in the room of the course, for lessons that ask for it.';
COMMENT ON COLUMN progress.attended_ms IS 'How long the learner was in the live class, for lessons that ask for it.';
COMMENT ON COLUMN progress.marked_at IS 'When the learner said that they are done.';
