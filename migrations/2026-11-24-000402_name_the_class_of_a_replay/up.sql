ALTER TABLE lessons
    ADD COLUMN live_room_id bigint REFERENCES live_rooms ON DELETE SET NULL,
    ADD CONSTRAINT lessons_class_of_replay CHECK (live_room_id IS NULL OR kind = 'replay'),
    ADD CONSTRAINT lessons_file_by_kind CHECK (kind IN ('video', 'document') OR (media_id IS NULL AND content_url IS NULL));

-- A class becomes one lesson, however often its teacher says so.
CREATE UNIQUE INDEX lessons_live_room_key ON lessons (live_room_id) WHERE live_room_id IS NOT NULL;

COMMENT ON COLUMN lessons.live_room_id IS 'Of a replay: the class it shows. Empty once that class is deleted.';
