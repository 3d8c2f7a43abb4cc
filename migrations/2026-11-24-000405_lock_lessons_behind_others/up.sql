CREATE TABLE lesson_prerequisites (
    lesson_id          bigint NOT NULL,
    required_lesson_id bigint NOT NULL,
    course_id          bigint NOT NULL,
    PRIMARY KEY (lesson_id, required_lesson_id),
    FOREIGN KEY (lesson_id, course_id) REFERENCES lessons (id, course_id) ON DELETE CASCADE,
    FOREIGN KEY (required_lesson_id, course_id) REFERENCES lessons (id, course_id) ON DELETE CASCADE
);

CREATE INDEX lesson_prerequisites_required_idx ON lesson_prerequisites (required_lesson_id);
CREATE INDEX lesson_prerequisites_course_idx ON lesson_prerequisites (course_id);

-- The advisory lock makes two rows that would close a cycle together wait for each other.
CREATE FUNCTION refuse_prerequisite_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('lesson_prerequisites', NEW.course_id));
    IF EXISTS (
        WITH RECURSIVE needed AS (
            SELECT NEW.required_lesson_id AS id
            UNION
            SELECT p.required_lesson_id FROM lesson_prerequisites p JOIN needed ON p.lesson_id = needed.id
        )
        SELECT 1 FROM needed WHERE id = NEW.lesson_id
    ) THEN
        RAISE EXCEPTION 'lesson % cannot wait for itself', NEW.lesson_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lesson_prerequisites_no_cycle', TABLE = 'lesson_prerequisites';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER lesson_prerequisites_no_cycle BEFORE INSERT OR UPDATE ON lesson_prerequisites
    FOR EACH ROW EXECUTE FUNCTION refuse_prerequisite_cycle();

CREATE TRIGGER lesson_prerequisites_version_in AFTER INSERT ON lesson_prerequisites
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();
CREATE TRIGGER lesson_prerequisites_version_out AFTER DELETE ON lesson_prerequisites
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION version_course_by_contents();

COMMENT ON TABLE lesson_prerequisites IS 'Which lessons stay locked until others are done. Both keys carry course_id, so a lesson never waits for one of another course; a trigger refuses cycles (constraint lesson_prerequisites_no_cycle).';
