CREATE UNIQUE INDEX archived_messages_nonce_idx ON archived_messages (chat_room_id, user_id, nonce);

COMMENT ON COLUMN archived_messages.nonce IS 'As its page drew it: a repeated sending is recognised for as long as the message lies here.';
