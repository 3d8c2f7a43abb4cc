DROP TABLE mistakes;
ALTER TABLE submissions DROP CONSTRAINT submissions_attempt_key, DROP COLUMN attempt_id;
DROP TABLE attempt_answers;
DROP TABLE attempts;
DROP TYPE attempt_status;
