ALTER TABLE quizzes ADD COLUMN grade_item_id bigint REFERENCES grade_items ON DELETE SET NULL;

CREATE UNIQUE INDEX quizzes_grade_item_key ON quizzes (grade_item_id) WHERE grade_item_id IS NOT NULL;

COMMENT ON COLUMN quizzes.grade_item_id IS 'The column of the grade book that the quiz fills.';
