CREATE TYPE chat_room_kind AS ENUM ('course', 'group', 'direct');
CREATE TYPE chat_member_role AS ENUM ('member', 'moderator');
CREATE TYPE message_type AS ENUM ('text', 'image', 'file', 'video', 'system');
CREATE TYPE message_notification_reason AS ENUM ('direct', 'mention', 'reply', 'subscribed');

CREATE TABLE chat_rooms (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           chat_room_kind NOT NULL,
    name           text NOT NULL DEFAULT '' CHECK (char_length(name) <= 120),
    course_id      bigint REFERENCES courses ON DELETE CASCADE,
    direct_low_id  bigint REFERENCES users ON DELETE RESTRICT,
    direct_high_id bigint REFERENCES users ON DELETE RESTRICT,
    last_seq       bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    last_rev       bigint NOT NULL DEFAULT 0 CHECK (last_rev >= last_seq),
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT chat_rooms_course_kind CHECK (kind <> 'course' OR course_id IS NOT NULL),
    CONSTRAINT chat_rooms_direct_pair CHECK (
        CASE kind
            WHEN 'direct' THEN course_id IS NULL AND num_nulls(direct_low_id, direct_high_id) = 0 AND direct_low_id < direct_high_id
            ELSE num_nonnulls(direct_low_id, direct_high_id) = 0 AND name <> ''
        END
    )
);

CREATE UNIQUE INDEX chat_rooms_one_per_course ON chat_rooms (course_id) WHERE kind = 'course';
CREATE UNIQUE INDEX chat_rooms_one_per_pair ON chat_rooms (direct_low_id, direct_high_id) WHERE kind = 'direct';
CREATE INDEX chat_rooms_course_idx ON chat_rooms (course_id) WHERE course_id IS NOT NULL;
CREATE INDEX chat_rooms_direct_high_idx ON chat_rooms (direct_high_id) WHERE direct_high_id IS NOT NULL;

CREATE TRIGGER chat_rooms_set_updated_at BEFORE UPDATE OF name, course_id ON chat_rooms
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE chat_rooms IS 'Conversations: a course''s room, a group, or two people. Direct conversations are rooms of kind direct with a unique pair, instead of messages with a recipient_id, so that order, unread, resume, search and archive work the same for them.';
COMMENT ON COLUMN chat_rooms.name IS 'Empty for direct rooms: each of the two sees the other''s name.';
COMMENT ON COLUMN chat_rooms.direct_low_id IS 'The smaller user id of the two of a direct room.';
COMMENT ON COLUMN chat_rooms.last_seq IS 'The highest message number. Taken with last_rev under this row''s lock in the transaction that writes the message: commit order is rev order.';
COMMENT ON COLUMN chat_rooms.last_rev IS 'The highest change number: every creation, edit and deletion takes one.';

CREATE TABLE chat_room_members (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_room_id  bigint NOT NULL REFERENCES chat_rooms ON DELETE CASCADE,
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    role          chat_member_role NOT NULL DEFAULT 'member',
    joined_at     timestamptz NOT NULL DEFAULT now(),
    is_active     boolean NOT NULL DEFAULT true,
    last_read_seq bigint NOT NULL DEFAULT 0 CHECK (last_read_seq >= 0),
    UNIQUE (chat_room_id, user_id)
);

CREATE INDEX chat_room_members_user_idx ON chat_room_members (user_id, chat_room_id) WHERE is_active;

COMMENT ON TABLE chat_room_members IS 'Who is in which room. Only active members read or write; leaving keeps the row and what was read.';
COMMENT ON COLUMN chat_room_members.last_read_seq IS 'Unread is chat_rooms.last_seq minus this; it only grows.';

CREATE TABLE messages (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_room_id bigint NOT NULL REFERENCES chat_rooms ON DELETE CASCADE,
    user_id      bigint REFERENCES users ON DELETE RESTRICT,
    content      text NOT NULL CHECK (char_length(content) <= 4000),
    message_type message_type NOT NULL DEFAULT 'text',
    seq          bigint NOT NULL CHECK (seq >= 1),
    rev          bigint NOT NULL CHECK (rev >= seq),
    nonce        uuid NOT NULL,
    reply_to_id  bigint,
    created_at   timestamptz NOT NULL DEFAULT now(),
    edited_at    timestamptz,
    deleted_at   timestamptz,
    deleted_by   bigint REFERENCES users ON DELETE SET NULL,
    CONSTRAINT messages_seq_key UNIQUE (chat_room_id, seq),
    CONSTRAINT messages_rev_key UNIQUE (chat_room_id, rev),
    CONSTRAINT messages_nonce_key UNIQUE (chat_room_id, user_id, nonce),
    UNIQUE (chat_room_id, id),
    FOREIGN KEY (chat_room_id, reply_to_id) REFERENCES messages (chat_room_id, id) ON DELETE SET NULL (reply_to_id),
    CHECK (user_id IS NOT NULL OR message_type = 'system'),
    CHECK (message_type <> 'text' OR content <> ''),
    CHECK (deleted_by IS NULL OR deleted_at IS NOT NULL)
);

CREATE INDEX messages_user_idx ON messages (user_id, id DESC);
CREATE INDEX messages_reply_idx ON messages (chat_room_id, reply_to_id) WHERE reply_to_id IS NOT NULL;
CREATE INDEX messages_deleted_by_idx ON messages (deleted_by) WHERE deleted_by IS NOT NULL;

COMMENT ON TABLE messages IS 'What was said, in order. A page asks for rev > cursor and misses nothing.';
COMMENT ON COLUMN messages.content IS 'A Markdown subset; rendered when shown. Never selected for a deleted message except by the audit.';
COMMENT ON COLUMN messages.seq IS 'Gapless within the room: order and unread.';
COMMENT ON COLUMN messages.rev IS 'The number of the latest change to this message, gapless within the room.';
COMMENT ON COLUMN messages.nonce IS 'Drawn by the client (UUIDv7): a repeated sending returns the stored message.';
COMMENT ON COLUMN messages.deleted_at IS 'A tombstone with a new rev, so that the deletion reaches pages that reconnect later.';

CREATE TABLE attachments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    media_id    uuid NOT NULL REFERENCES media ON DELETE RESTRICT,
    file_url    text NOT NULL CHECK (file_url ~ '^/media/'),
    file_type   media_kind NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (media_id)
);

CREATE INDEX attachments_message_idx ON attachments (message_id, id);

COMMENT ON TABLE attachments IS 'Files of a message. A file hangs on one message only: whoever may read that one may read the file.';

CREATE TABLE message_notifications (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id     bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    message_id  bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    reason      message_notification_reason NOT NULL,
    is_read     boolean NOT NULL DEFAULT false,
    notified_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, message_id)
);

CREATE INDEX message_notifications_unread_idx ON message_notifications (user_id, id DESC) WHERE NOT is_read;
CREATE INDEX message_notifications_message_idx ON message_notifications (message_id);

COMMENT ON TABLE message_notifications IS 'Messages a person is told about one by one: direct ones, mentions, replies. Plain unread counts come from last_read_seq.';
