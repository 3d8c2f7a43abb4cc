CREATE TABLE chat_digests (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    mail_id    bigint REFERENCES mails ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX chat_digests_user_idx ON chat_digests (user_id, created_at DESC);
CREATE INDEX chat_digests_mail_idx ON chat_digests (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX chat_digests_created_idx ON chat_digests (created_at);

COMMENT ON TABLE chat_digests IS 'Mails about messages that somebody has missed. What they say is read when they are sent, so that nothing deleted or out of reach is in one.';

CREATE TABLE chat_digest_messages (
    notification_id bigint PRIMARY KEY REFERENCES message_notifications ON DELETE CASCADE,
    digest_id       bigint NOT NULL REFERENCES chat_digests ON DELETE CASCADE
);

CREATE INDEX chat_digest_messages_digest_idx ON chat_digest_messages (digest_id);

COMMENT ON TABLE chat_digest_messages IS 'What a digest tells of; a message is told of to a person in one at most.';
