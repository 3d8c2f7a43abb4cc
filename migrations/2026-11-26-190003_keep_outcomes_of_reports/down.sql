ALTER TABLE review_reports DROP COLUMN outcome;
ALTER TABLE message_reports DROP COLUMN outcome;
