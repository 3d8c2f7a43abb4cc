ALTER TABLE grade_items DROP COLUMN lesson_id;
