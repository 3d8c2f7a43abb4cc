CREATE TYPE chat_link_policy AS ENUM ('all', 'trusted', 'none');

ALTER TABLE chat_rooms
    ADD COLUMN held_words text[] NOT NULL DEFAULT '{}' CHECK (cardinality(held_words) <= 200),
    ADD COLUMN link_policy chat_link_policy NOT NULL DEFAULT 'all',
    ADD COLUMN trusted_hosts text[] NOT NULL DEFAULT '{}' CHECK (cardinality(trusted_hosts) <= 100),
    ADD COLUMN repeats_allowed integer NOT NULL DEFAULT 0 CHECK (repeats_allowed BETWEEN 0 AND 20),
    ADD COLUMN repeat_minutes integer NOT NULL DEFAULT 10 CHECK (repeat_minutes BETWEEN 1 AND 1440);

CREATE TABLE held_messages (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_room_id bigint NOT NULL REFERENCES chat_rooms ON DELETE CASCADE,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    content      text NOT NULL CHECK (char_length(content) <= 4000),
    word         text NOT NULL,
    nonce        uuid NOT NULL,
    reply_to_id  bigint,
    media_ids    uuid[] NOT NULL DEFAULT '{}',
    held_at      timestamptz NOT NULL DEFAULT now(),
    decided_at   timestamptz,
    decided_by   bigint REFERENCES users ON DELETE SET NULL,
    is_approved  boolean,
    UNIQUE (chat_room_id, user_id, nonce),
    FOREIGN KEY (chat_room_id, reply_to_id) REFERENCES messages (chat_room_id, id) ON DELETE SET NULL (reply_to_id),
    CHECK ((decided_at IS NULL) = (is_approved IS NULL))
);

CREATE INDEX held_messages_waiting_idx ON held_messages (chat_room_id, id) WHERE decided_at IS NULL;
CREATE INDEX held_messages_refused_idx ON held_messages (chat_room_id, decided_at DESC) WHERE is_approved = false;
CREATE INDEX held_messages_user_idx ON held_messages (user_id);
CREATE INDEX held_messages_decided_by_idx ON held_messages (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX held_messages_reply_idx ON held_messages (chat_room_id, reply_to_id) WHERE reply_to_id IS NOT NULL;
CREATE INDEX held_messages_media_idx ON held_messages USING gin (media_ids);

COMMENT ON TABLE held_messages IS 'What was written and waits for a moderator. It is in no log and has no number until it is approved, so no reader, search, notice or frame can come upon it: approving writes it into messages under its own nonce.';
COMMENT ON COLUMN held_messages.word IS 'The held word that was found in it, as the rules had it.';
COMMENT ON COLUMN held_messages.media_ids IS 'Files that have been taken in for it and hang on nothing yet.';
COMMENT ON COLUMN chat_rooms.held_words IS 'A member''s message with one of these, as the search folds it, waits for a moderator. In lower case.';
COMMENT ON COLUMN chat_rooms.trusted_hosts IS 'Where links may lead while link_policy is trusted: these hosts and those below them. In lower case.';
COMMENT ON COLUMN chat_rooms.repeats_allowed IS 'How often a member may say the same within repeat_minutes; 0 for no limit.';
