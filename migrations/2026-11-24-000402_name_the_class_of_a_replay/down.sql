ALTER TABLE lessons DROP CONSTRAINT lessons_file_by_kind, DROP COLUMN live_room_id;
