CREATE TABLE message_mentions (
    message_id bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (message_id, user_id)
);

CREATE INDEX message_mentions_user_idx ON message_mentions (user_id);

ALTER TABLE messages ADD COLUMN mentions_all boolean NOT NULL DEFAULT false;

COMMENT ON TABLE message_mentions IS 'Members of the room whom a message names by @. Found out when it is written or edited, so that a later change of name changes nothing.';
COMMENT ON COLUMN messages.mentions_all IS 'Whether it calls everybody in the room, which only moderators can.';
