-- Until now the list of reports has told the outcome by whether the thing was away. An earlier version of the program, which may
-- still be serving, settles reports without an outcome and opens them again: a constraint has to wait for a later release.
ALTER TABLE message_reports ADD COLUMN outcome report_outcome;
ALTER TABLE review_reports ADD COLUMN outcome report_outcome;

UPDATE message_reports SET outcome = (CASE WHEN m.deleted_at IS NULL THEN 'dismissed' ELSE 'upheld' END)::report_outcome
FROM messages m WHERE m.id = message_reports.message_id AND message_reports.settled_at IS NOT NULL;

UPDATE review_reports SET outcome = (CASE WHEN r.hidden_at IS NULL THEN 'dismissed' ELSE 'upheld' END)::report_outcome
FROM reviews r WHERE r.id = review_reports.review_id AND review_reports.settled_at IS NOT NULL;

COMMENT ON COLUMN message_reports.outcome IS 'What was decided, whatever has become of the message since.';
COMMENT ON COLUMN review_reports.outcome IS 'What was decided, whatever has become of the review since.';
