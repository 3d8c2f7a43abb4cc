CREATE TYPE report_outcome AS ENUM ('upheld', 'dismissed');

CREATE TABLE live_message_reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  bigint NOT NULL REFERENCES live_chat_messages ON DELETE CASCADE,
    reported_by bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    reason      text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
    reported_at timestamptz NOT NULL DEFAULT now(),
    settled_at  timestamptz,
    settled_by  bigint REFERENCES users ON DELETE SET NULL,
    outcome     report_outcome,
    UNIQUE (message_id, reported_by),
    CHECK ((outcome IS NULL) = (settled_at IS NULL))
);

CREATE INDEX live_message_reports_open_idx ON live_message_reports (message_id) WHERE settled_at IS NULL;
CREATE INDEX live_message_reports_time_idx ON live_message_reports (reported_at, id);
CREATE INDEX live_message_reports_waiting_idx ON live_message_reports (reported_at, id) WHERE settled_at IS NULL;
CREATE INDEX live_message_reports_reported_by_idx ON live_message_reports (reported_by);
CREATE INDEX live_message_reports_settled_by_idx ON live_message_reports (settled_by) WHERE settled_by IS NOT NULL;

COMMENT ON TYPE report_outcome IS 'What was decided about a report: the thing had to go, or nothing is wrong with it.';
COMMENT ON TABLE live_message_reports IS 'Messages of classes that people find wrong, until the staff has deleted the message or found nothing wrong with it.';
COMMENT ON COLUMN live_message_reports.outcome IS 'What was decided, whatever has become of the message since.';
