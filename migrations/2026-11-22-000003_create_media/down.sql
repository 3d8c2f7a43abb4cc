ALTER TABLE users DROP COLUMN avatar_id;
DROP TABLE media;
DROP TYPE media_container;
DROP TYPE media_kind;
