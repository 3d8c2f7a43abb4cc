CREATE TABLE notifications (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind <> ''),
    message    text NOT NULL CHECK (char_length(message) BETWEEN 1 AND 2000),
    link       text CHECK (link ~ '^/([^/\\]|$)'),
    is_read    boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX notifications_user_idx ON notifications (user_id, id DESC);
CREATE INDEX notifications_unread_idx ON notifications (user_id, id DESC) WHERE NOT is_read;

COMMENT ON TABLE notifications IS 'What a person is told inside the platform; unread chat messages have message_notifications.';
COMMENT ON COLUMN notifications.kind IS 'The event, as the program names it (course.enrolled, live.soon, …).';
COMMENT ON COLUMN notifications.message IS 'In the receiver''s language at the time of telling; holds nothing they might lose the right to read.';
COMMENT ON COLUMN notifications.link IS 'A path of this site.';
