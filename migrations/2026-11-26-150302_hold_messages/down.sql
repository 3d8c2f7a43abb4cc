DROP TABLE held_messages;

ALTER TABLE chat_rooms
    DROP COLUMN held_words,
    DROP COLUMN link_policy,
    DROP COLUMN trusted_hosts,
    DROP COLUMN repeats_allowed,
    DROP COLUMN repeat_minutes;

DROP TYPE chat_link_policy;
