DROP TABLE live_message_reports;
DROP TYPE report_outcome;
