DROP TABLE chat_digest_messages;
DROP TABLE chat_digests;
