ALTER TABLE quizzes DROP COLUMN grade_item_id;
