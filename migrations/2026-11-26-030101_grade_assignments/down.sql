DROP TABLE assignment_returned_files;
DROP TABLE assignment_evaluations;
DROP TABLE assignment_rubrics;
ALTER TABLE assignments DROP COLUMN shows_rubric;
