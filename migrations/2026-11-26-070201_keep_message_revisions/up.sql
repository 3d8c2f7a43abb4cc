CREATE TABLE message_revisions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    content     text NOT NULL CHECK (char_length(content) <= 4000),
    replaced_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX message_revisions_message_idx ON message_revisions (message_id, id);

COMMENT ON TABLE message_revisions IS 'What an edited message said before, oldest first, for those who moderate its room. The message itself holds what it says now.';
