-- What all viewers share of a course is cached under courses.updated_at, so that has to move with the contents too.
-- By statement, so that reordering a whole course moves it once; always forward, so that no two versions are equal.
CREATE FUNCTION version_course_by_contents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE courses SET updated_at = greatest(now(), updated_at + interval '1 microsecond')
    WHERE id IN (SELECT course_id FROM changed_rows);
    RETURN NULL;
END;
$$;

CREATE TRIGGER sections_version_in AFTER INSERT ON sections
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();
CREATE TRIGGER sections_version_change AFTER UPDATE ON sections
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();
CREATE TRIGGER sections_version_out AFTER DELETE ON sections
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();

CREATE TRIGGER lessons_version_in AFTER INSERT ON lessons
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();
CREATE TRIGGER lessons_version_change AFTER UPDATE ON lessons
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();
CREATE TRIGGER lessons_version_out AFTER DELETE ON lessons
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();

COMMENT ON COLUMN courses.updated_at IS 'Moves with every change to the course, its sections and its lessons: the version of all that they show.';
