CREATE OR REPLACE FUNCTION log_grade_change() RETURNS trigger LANGUAGE plpgsql AS $$
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
        INSERT INTO grade_changes (course_id, item_id, item_title, user_id, points_after, is_excused_before, is_excused_after, comment_before, comment_after, changed_by)
        SELECT NEW.course_id, NEW.item_id, title, NEW.user_id, NEW.points, false, NEW.is_excused, '', NEW.comment, NEW.changed_by
        FROM grade_items WHERE id = NEW.item_id;
    ELSIF NEW.revision <> OLD.revision THEN
        INSERT INTO grade_changes (course_id, item_id, item_title, user_id, points_before, points_after, is_excused_before, is_excused_after, comment_before, comment_after, changed_by)
        SELECT NEW.course_id, NEW.item_id, title, NEW.user_id, OLD.points, NEW.points, OLD.is_excused, NEW.is_excused, OLD.comment, NEW.comment, NEW.changed_by
        FROM grade_items WHERE id = NEW.item_id;
    END IF;
    RETURN NULL;
END;
$$;

ALTER TABLE grade_changes DROP COLUMN import_id;
DROP TABLE grade_imports;
