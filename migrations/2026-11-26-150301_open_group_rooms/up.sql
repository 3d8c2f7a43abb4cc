CREATE TYPE chat_notification_level AS ENUM ('everything', 'mentions', 'nothing');

ALTER TABLE chat_rooms
    ADD COLUMN description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 500),
    ADD COLUMN owner_id bigint REFERENCES users ON DELETE SET NULL,
    ADD COLUMN is_open boolean NOT NULL DEFAULT false,
    ADD COLUMN closed_at timestamptz,
    ADD CONSTRAINT chat_rooms_group_alone CHECK (kind = 'group' OR (owner_id IS NULL AND NOT is_open AND closed_at IS NULL));

DROP TRIGGER chat_rooms_set_updated_at ON chat_rooms;
CREATE TRIGGER chat_rooms_set_updated_at BEFORE UPDATE OF name, course_id, description, owner_id, is_open, closed_at ON chat_rooms
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE INDEX chat_rooms_open_idx ON chat_rooms (id DESC) WHERE is_open AND closed_at IS NULL;
CREATE INDEX chat_rooms_owner_idx ON chat_rooms (owner_id) WHERE owner_id IS NOT NULL;

ALTER TABLE chat_room_members ADD COLUMN notification_level chat_notification_level;

CREATE INDEX chat_room_members_subscribed_idx ON chat_room_members (chat_room_id) WHERE notification_level = 'everything';

COMMENT ON COLUMN chat_rooms.owner_id IS 'Who has opened the group, or was handed it. Owners moderate their room too; with nobody left, its moderators run it.';
COMMENT ON COLUMN chat_rooms.is_open IS 'Whether everybody who is signed in may find the group and join it. Into others one is brought.';
COMMENT ON COLUMN chat_rooms.closed_at IS 'Since when the group is read and not written in.';
COMMENT ON COLUMN chat_room_members.notification_level IS 'What the member is told of. Nothing set: everything in a direct conversation, mentions elsewhere.';
