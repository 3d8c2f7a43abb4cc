DROP TRIGGER chat_rooms_set_updated_at ON chat_rooms;
CREATE TRIGGER chat_rooms_set_updated_at BEFORE UPDATE OF name, course_id ON chat_rooms
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE chat_room_members DROP COLUMN notification_level;

ALTER TABLE chat_rooms
    DROP CONSTRAINT chat_rooms_group_alone,
    DROP COLUMN description,
    DROP COLUMN owner_id,
    DROP COLUMN is_open,
    DROP COLUMN closed_at;

DROP TYPE chat_notification_level;
