DROP TABLE certificates;
DROP TABLE course_completions;
DROP TRIGGER courses_set_updated_at_by_certificate ON courses;
ALTER TABLE courses DROP COLUMN gives_certificate;
