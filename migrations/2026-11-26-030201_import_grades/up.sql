CREATE TABLE grade_imports (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    plan       jsonb NOT NULL CHECK (jsonb_typeof(plan) = 'array'),
    changes    integer NOT NULL DEFAULT 0 CHECK (changes >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    applied_at timestamptz
);

CREATE INDEX grade_imports_course_idx ON grade_imports (course_id, user_id);
CREATE INDEX grade_imports_user_idx ON grade_imports (user_id);

COMMENT ON TABLE grade_imports IS 'Tables of grades that somebody has brought: looked at first, then applied as a whole.';
COMMENT ON COLUMN grade_imports.plan IS 'What it would change, as src/gradebook/exchange has it; empty once it is applied.';

ALTER TABLE grade_changes ADD COLUMN import_id bigint REFERENCES grade_imports ON DELETE SET NULL;

CREATE INDEX grade_changes_import_idx ON grade_changes (import_id) WHERE import_id IS NOT NULL;

COMMENT ON COLUMN grade_changes.import_id IS 'The table it came from. Told to the trigger by the setting lectern.grade_import of the transaction.';

CREATE OR REPLACE FUNCTION log_grade_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    import bigint := nullif(current_setting('lectern.grade_import', true), '')::bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- With its course or its learner, nothing of a grade is kept.
        INSERT INTO grade_changes (course_id, item_id, item_title, user_id, points_before, is_excused_before, is_excused_after, comment_before, comment_after)
        SELECT OLD.course_id, OLD.item_id,
            coalesce((SELECT item_title FROM grade_changes WHERE item_id = OLD.item_id AND user_id = OLD.user_id ORDER BY id DESC LIMIT 1), ''),
            OLD.user_id, OLD.points, OLD.is_excused, false, OLD.comment, ''
        WHERE EXISTS (SELECT FROM courses WHERE id = OLD.course_id) AND EXISTS (SELECT FROM users WHERE id = OLD.user_id);
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO grade_changes (course_id, item_id, item_title, user_id, points_after, is_excused_before, is_excused_after, comment_before, comment_after, changed_by, import_id)
        SELECT NEW.course_id, NEW.item_id, title, NEW.user_id, NEW.points, false, NEW.is_excused, '', NEW.comment, NEW.changed_by, import
        FROM grade_items WHERE id = NEW.item_id;
    ELSIF NEW.revision <> OLD.revision THEN
        INSERT INTO grade_changes (course_id, item_id, item_title, user_id, points_before, points_after, is_excused_before, is_excused_after, comment_before, comment_after, changed_by, import_id)
        SELECT NEW.course_id, NEW.item_id, title, NEW.user_id, OLD.points, NEW.points, OLD.is_excused, NEW.is_excused, OLD.comment, NEW.comment, NEW.changed_by, import
        FROM grade_items WHERE id = NEW.item_id;
    END IF;
    RETURN NULL;
END;
$$;
