ALTER TABLE messages ADD COLUMN search tsvector;

CREATE INDEX messages_search_idx ON messages USING gin (search);
CREATE INDEX messages_unindexed_idx ON messages (id) WHERE search IS NULL AND deleted_at IS NULL;

COMMENT ON COLUMN messages.search IS 'What the message is found by: its words and the names of its files. Nothing for a deleted message, and for one from before there was a search until the job has come to it.';
