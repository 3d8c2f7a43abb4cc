CREATE INDEX message_reports_time_idx ON message_reports (reported_at, id);
CREATE INDEX message_reports_waiting_idx ON message_reports (reported_at, id) WHERE settled_at IS NULL;
CREATE INDEX review_reports_time_idx ON review_reports (created_at, id);
CREATE INDEX review_reports_waiting_idx ON review_reports (created_at, id) WHERE settled_at IS NULL;
