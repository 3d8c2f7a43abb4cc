DROP TRIGGER lessons_version_out ON lessons;
DROP TRIGGER lessons_version_change ON lessons;
DROP TRIGGER lessons_version_in ON lessons;
DROP TRIGGER sections_version_out ON sections;
DROP TRIGGER sections_version_change ON sections;
DROP TRIGGER sections_version_in ON sections;
DROP FUNCTION version_course_by_contents();
COMMENT ON COLUMN courses.updated_at IS NULL;
