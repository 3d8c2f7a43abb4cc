CREATE TABLE message_archives (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_room_id  bigint NOT NULL REFERENCES chat_rooms ON DELETE CASCADE,
    first_seq     bigint NOT NULL CHECK (first_seq >= 1),
    last_seq      bigint NOT NULL,
    first_at      timestamptz NOT NULL,
    last_at       timestamptz NOT NULL,
    message_count integer NOT NULL CHECK (message_count >= 1),
    byte_size     bigint NOT NULL CHECK (byte_size > 0),
    sha256        bytea NOT NULL CHECK (octet_length(sha256) = 32),
    storage_key   text NOT NULL UNIQUE,
    is_stale      boolean NOT NULL DEFAULT false,
    archived_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (last_seq >= first_seq)
);

CREATE INDEX message_archives_room_idx ON message_archives (chat_room_id, first_seq);
CREATE INDEX message_archives_stale_idx ON message_archives (id) WHERE is_stale;

CREATE TABLE archived_messages (
    id           bigint PRIMARY KEY,
    archive_id   bigint NOT NULL REFERENCES message_archives ON DELETE CASCADE,
    chat_room_id bigint NOT NULL REFERENCES chat_rooms ON DELETE CASCADE,
    user_id      bigint REFERENCES users ON DELETE RESTRICT,
    seq          bigint NOT NULL CHECK (seq >= 1),
    nonce        uuid NOT NULL,
    created_at   timestamptz NOT NULL,
    excerpt      text NOT NULL DEFAULT '',
    search       tsvector,
    deleted_at   timestamptz,
    UNIQUE (chat_room_id, seq)
);

CREATE INDEX archived_messages_archive_idx ON archived_messages (archive_id);
CREATE INDEX archived_messages_user_idx ON archived_messages (user_id);
CREATE INDEX archived_messages_search_idx ON archived_messages USING gin (search);

ALTER TABLE attachments
    ADD COLUMN archived_message_id bigint REFERENCES archived_messages ON DELETE CASCADE,
    ALTER COLUMN message_id DROP NOT NULL,
    ADD CONSTRAINT attachments_message_check CHECK (num_nonnulls(message_id, archived_message_id) = 1);

CREATE INDEX attachments_archived_message_idx ON attachments (archived_message_id, id) WHERE archived_message_id IS NOT NULL;

ALTER TABLE chat_rooms ADD COLUMN archived_rev bigint NOT NULL DEFAULT 0 CHECK (archived_rev >= 0);

-- A reply may quote what is archived.
ALTER TABLE messages DROP CONSTRAINT messages_chat_room_id_reply_to_id_fkey;

COMMENT ON TABLE message_archives IS 'The objects that old messages have moved to, each a run of messages of a room as lines of JSON, compressed by zstd. Written, read back and compared before the rows go.';
COMMENT ON COLUMN message_archives.message_count IS 'How many lines the object has.';
COMMENT ON COLUMN message_archives.is_stale IS 'Messages of it have been taken back into the table since, to be changed or deleted: the object is to be written anew without them.';
COMMENT ON TABLE archived_messages IS 'One row per message that lies in an object: where it is, what it is found by, and how a reply quotes it. A line of an object counts only while its row is here.';
COMMENT ON COLUMN archived_messages.excerpt IS 'How the text begins, without markup, as replies quote it; empty for a deleted message.';
COMMENT ON COLUMN chat_rooms.archived_rev IS 'The highest revision of a message that has ever moved to the archive. A page that knows less than this starts over.';
COMMENT ON COLUMN messages.reply_to_id IS 'A message of the same room, here or in the archive; checked when it is written.';
