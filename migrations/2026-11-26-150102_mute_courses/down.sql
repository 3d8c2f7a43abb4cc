DROP TABLE notification_mutes;
ALTER TABLE notifications DROP COLUMN course_id;
