CREATE TABLE lesson_danmaku_reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    danmaku_id  bigint NOT NULL REFERENCES lesson_danmaku ON DELETE CASCADE,
    reported_by bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    reason      text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
    reported_at timestamptz NOT NULL DEFAULT now(),
    settled_at  timestamptz,
    settled_by  bigint REFERENCES users ON DELETE SET NULL,
    outcome     report_outcome,
    UNIQUE (danmaku_id, reported_by),
    CHECK ((outcome IS NULL) = (settled_at IS NULL))
);

CREATE INDEX lesson_danmaku_reports_open_idx ON lesson_danmaku_reports (danmaku_id) WHERE settled_at IS NULL;
CREATE INDEX lesson_danmaku_reports_time_idx ON lesson_danmaku_reports (reported_at, id);
CREATE INDEX lesson_danmaku_reports_waiting_idx ON lesson_danmaku_reports (reported_at, id) WHERE settled_at IS NULL;
CREATE INDEX lesson_danmaku_reports_reported_by_idx ON lesson_danmaku_reports (reported_by);
CREATE INDEX lesson_danmaku_reports_settled_by_idx ON lesson_danmaku_reports (settled_by) WHERE settled_by IS NOT NULL;

COMMENT ON TABLE lesson_danmaku_reports IS 'Danmaku over lessons that people find wrong, until the staff has deleted the line or found nothing wrong with it.';
COMMENT ON COLUMN lesson_danmaku_reports.outcome IS 'What was decided, whatever has become of the line since.';
