CREATE TYPE grade_item_kind AS ENUM ('manual', 'quiz', 'assignment');

CREATE TABLE grade_categories (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id   bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 60),
    weight      numeric(7, 2) NOT NULL CHECK (weight >= 0),
    drop_lowest integer NOT NULL DEFAULT 0 CHECK (drop_lowest BETWEEN 0 AND 100),
    CONSTRAINT grade_categories_title_key UNIQUE (course_id, title),
    UNIQUE (id, course_id)
);

COMMENT ON TABLE grade_categories IS 'The parts a course''s total is made of.';
COMMENT ON COLUMN grade_categories.weight IS 'Relative to the other categories that have something in them; the weights need not sum to 100.';
COMMENT ON COLUMN grade_categories.drop_lowest IS 'So many of a learner''s worst grades don''t count; one always does.';

CREATE TABLE grade_items (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id   bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    category_id bigint,
    kind        grade_item_kind NOT NULL,
    title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    max_points  numeric(10, 2) NOT NULL CHECK (max_points > 0),
    is_posted   boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (id, course_id),
    FOREIGN KEY (category_id, course_id) REFERENCES grade_categories (id, course_id) ON DELETE SET NULL (category_id)
);

CREATE INDEX grade_items_course_idx ON grade_items (course_id, id);
CREATE INDEX grade_items_category_idx ON grade_items (category_id) WHERE category_id IS NOT NULL;

COMMENT ON TABLE grade_items IS 'The columns of a course''s grade book: one for each quiz and assignment, and those that its staff fill by hand.';
COMMENT ON COLUMN grade_items.is_posted IS 'Until then its grades are in no page, total, figure or file that a learner gets.';

CREATE TABLE grades (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id     bigint NOT NULL,
    course_id   bigint NOT NULL,
    user_id     bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    points      numeric(10, 2) CHECK (points >= 0),
    is_excused  boolean NOT NULL DEFAULT false,
    comment     text NOT NULL DEFAULT '' CHECK (char_length(comment) <= 5000),
    revision    integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
    changed_by  bigint REFERENCES users ON DELETE SET NULL,
    changed_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (item_id, user_id),
    FOREIGN KEY (item_id, course_id) REFERENCES grade_items (id, course_id) ON DELETE CASCADE
);

CREATE INDEX grades_course_user_idx ON grades (course_id, user_id);
CREATE INDEX grades_user_idx ON grades (user_id);
CREATE INDEX grades_changed_by_idx ON grades (changed_by) WHERE changed_by IS NOT NULL;

COMMENT ON TABLE grades IS 'What a learner got for an item. No row, or no points: missing. It belongs to the person, so it stays when they leave the course.';
COMMENT ON COLUMN grades.is_excused IS 'Doesn''t count, whatever the points are.';
COMMENT ON COLUMN grades.revision IS 'Moves with every change, so that whoever changes a grade says which one they saw.';
COMMENT ON COLUMN grades.changed_by IS 'Null for the program itself.';

CREATE TABLE grade_changes (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id         bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    item_id           bigint NOT NULL,
    item_title        text NOT NULL,
    user_id           bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    points_before     numeric(10, 2),
    points_after      numeric(10, 2),
    is_excused_before boolean NOT NULL,
    is_excused_after  boolean NOT NULL,
    comment_before    text NOT NULL,
    comment_after     text NOT NULL,
    changed_by        bigint REFERENCES users ON DELETE SET NULL,
    changed_at        timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX grade_changes_cell_idx ON grade_changes (item_id, user_id, id DESC);
CREATE INDEX grade_changes_course_idx ON grade_changes (course_id, id DESC);
CREATE INDEX grade_changes_user_idx ON grade_changes (user_id);
CREATE INDEX grade_changes_changed_by_idx ON grade_changes (changed_by) WHERE changed_by IS NOT NULL;

COMMENT ON TABLE grade_changes IS 'A line for every change of a grade, written by a trigger on grades. Only ever added to.';
COMMENT ON COLUMN grade_changes.item_id IS 'Not a foreign key: the line outlives its item.';

-- A change that changes nothing leaves neither a line nor another revision, so that doing it twice is doing it once.
CREATE FUNCTION revise_grade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.points, NEW.is_excused, NEW.comment) IS DISTINCT FROM (OLD.points, OLD.is_excused, OLD.comment) THEN
        NEW.revision := OLD.revision + 1;
        NEW.changed_at := now();
    ELSIF NEW.changed_by IS NOT NULL THEN
        NEW.changed_by := OLD.changed_by;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER grades_revise BEFORE UPDATE ON grades FOR EACH ROW EXECUTE FUNCTION revise_grade();

CREATE FUNCTION log_grade_change() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER grades_log AFTER INSERT OR UPDATE OR DELETE ON grades FOR EACH ROW EXECUTE FUNCTION log_grade_change();

CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'grade_changes is only ever added to' USING ERRCODE = 'restrict_violation';
END;
$$;

-- What goes with its course or its learner comes through a foreign key's own trigger, hence from deeper down.
CREATE TRIGGER grade_changes_stand BEFORE UPDATE OR DELETE ON grade_changes
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_to_change_history();
