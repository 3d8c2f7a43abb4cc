ALTER TABLE mails
    DROP COLUMN letter,
    DROP COLUMN topic,
    DROP COLUMN locale,
    DROP COLUMN user_id;

DROP TABLE notification_choices;
DROP TYPE notification_channel;
