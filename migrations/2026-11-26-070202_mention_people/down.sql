ALTER TABLE messages DROP COLUMN mentions_all;
DROP TABLE message_mentions;
