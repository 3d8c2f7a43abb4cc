-- Refused as long as anything is archived: `lectern archive restore` first.
ALTER TABLE attachments
    DROP CONSTRAINT attachments_message_check,
    ALTER COLUMN message_id SET NOT NULL,
    DROP COLUMN archived_message_id;

ALTER TABLE messages ADD FOREIGN KEY (chat_room_id, reply_to_id)
    REFERENCES messages (chat_room_id, id) ON DELETE SET NULL (reply_to_id);
COMMENT ON COLUMN messages.reply_to_id IS NULL;

ALTER TABLE chat_rooms DROP COLUMN archived_rev;
DROP TABLE archived_messages;
DROP TABLE message_archives;
