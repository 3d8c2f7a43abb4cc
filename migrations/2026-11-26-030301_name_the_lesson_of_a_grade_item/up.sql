ALTER TABLE grade_items ADD COLUMN lesson_id bigint REFERENCES lessons ON DELETE SET NULL;

UPDATE grade_items SET lesson_id = quizzes.lesson_id FROM quizzes WHERE quizzes.grade_item_id = grade_items.id;
UPDATE grade_items SET lesson_id = assignments.lesson_id FROM assignments WHERE assignments.grade_item_id = grade_items.id;

CREATE INDEX grade_items_lesson_idx ON grade_items (lesson_id) WHERE lesson_id IS NOT NULL;

COMMENT ON COLUMN grade_items.lesson_id IS 'The lesson that the column is of. A posted grade counts for the completion of the lesson; nothing for a column that a teacher added.';
