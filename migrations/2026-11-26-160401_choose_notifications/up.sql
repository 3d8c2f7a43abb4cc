CREATE TYPE notification_channel AS ENUM ('page', 'mail');

CREATE TABLE notification_choices (
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    topic   text NOT NULL CHECK (topic ~ '^[a-z_]+$'),
    channel notification_channel NOT NULL,
    is_on   boolean NOT NULL,
    PRIMARY KEY (user_id, topic, channel)
);

COMMENT ON TABLE notification_choices IS 'How a person wants to be told of what, where it differs from what the program does by itself.';
COMMENT ON COLUMN notification_choices.topic IS 'A kind of events, as the program names it (lesson, grade, …).';

ALTER TABLE mails
    ADD COLUMN user_id bigint REFERENCES users ON DELETE CASCADE,
    ADD COLUMN locale  locale NOT NULL DEFAULT 'zh-CN',
    ADD COLUMN topic   text CHECK (topic ~ '^[a-z_]+$'),
    ADD COLUMN letter  jsonb CHECK (jsonb_typeof(letter) = 'object'),
    ADD CHECK (topic IS NULL OR user_id IS NOT NULL);

CREATE INDEX mails_user_idx ON mails (user_id) WHERE user_id IS NOT NULL;

COMMENT ON COLUMN mails.user_id IS 'The person who is told of an event; null for letters about an account.';
COMMENT ON COLUMN mails.topic IS 'What the mail tells of, and what its List-Unsubscribe turns off; null for what nobody may turn off.';
COMMENT ON COLUMN mails.letter IS 'What the mail says, to be put into its pages when it is sent; emptied as html is.';
