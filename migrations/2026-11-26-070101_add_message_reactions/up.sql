CREATE TABLE message_reactions (
    message_id bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    emoji      text NOT NULL CHECK (emoji <> '' AND char_length(emoji) <= 16),
    reacted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, emoji, user_id)
);

CREATE INDEX message_reactions_user_idx ON message_reactions (user_id);

COMMENT ON TABLE message_reactions IS 'Who has answered a message with which emoji, each once. Every change gives the message a new rev, so that it reaches pages that reconnect later.';
