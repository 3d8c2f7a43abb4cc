DROP INDEX review_reports_waiting_idx;
DROP INDEX review_reports_time_idx;
DROP INDEX message_reports_waiting_idx;
DROP INDEX message_reports_time_idx;
