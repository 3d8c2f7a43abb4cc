COMMENT ON COLUMN archived_messages.nonce IS NULL;

DROP INDEX archived_messages_nonce_idx;
