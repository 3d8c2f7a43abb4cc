-- A type cannot lose values, so it is made anew. The files that hung on assignments have lost these by now.
DELETE FROM media WHERE container = 'assignment';
ALTER TYPE media_container RENAME TO media_container_before;
CREATE TYPE media_container AS ENUM ('course_cover', 'lesson', 'message', 'live_asset', 'avatar', 'quiz_answer');
ALTER TABLE media ALTER COLUMN container TYPE media_container USING container::text::media_container;
DROP TYPE media_container_before;
