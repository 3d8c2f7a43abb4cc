-- A course has a room, and whoever takes or teaches the course is in it. Triggers keep this, in the transaction of the
-- enrolment itself: courses know no chat (imports go the other way), and a membership that followed later, or was
-- forgotten by one of the several ways into a course, would be a right that outlives its reason.
CREATE FUNCTION keep_course_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO chat_rooms (kind, name, course_id) VALUES ('course', NEW.title, NEW.id)
        ON CONFLICT (course_id) WHERE kind = 'course' DO NOTHING;
    ELSE
        UPDATE chat_rooms SET name = NEW.title WHERE course_id = NEW.id AND kind = 'course' AND name = OLD.title;
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER courses_open_room AFTER INSERT ON courses
    FOR EACH ROW EXECUTE FUNCTION keep_course_room();
CREATE TRIGGER courses_rename_room AFTER UPDATE OF title ON courses
    FOR EACH ROW WHEN (NEW.title <> OLD.title) EXECUTE FUNCTION keep_course_room();

-- By statement, so that enrolling a class of hundreds is one more statement. Who comes in has read what was said before;
-- who comes back keeps the row.
CREATE FUNCTION keep_course_room_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE chat_room_members m SET
        is_active = now_is.role IS NOT NULL,
        role = coalesce(now_is.role, 'member'),
        joined_at = CASE WHEN m.is_active THEN m.joined_at ELSE now() END,
        last_read_seq = CASE WHEN m.is_active THEN m.last_read_seq ELSE greatest(m.last_read_seq, r.last_seq) END
    FROM (SELECT DISTINCT course_id, user_id FROM changed_rows) changed
    JOIN chat_rooms r ON r.course_id = changed.course_id AND r.kind = 'course'
    CROSS JOIN LATERAL (SELECT course_room_role(changed.course_id, changed.user_id) AS role) now_is
    WHERE m.chat_room_id = r.id AND m.user_id = changed.user_id;

    INSERT INTO chat_room_members (chat_room_id, user_id, role, last_read_seq)
    SELECT r.id, changed.user_id, now_is.role, r.last_seq
    FROM (SELECT DISTINCT course_id, user_id FROM changed_rows) changed
    JOIN chat_rooms r ON r.course_id = changed.course_id AND r.kind = 'course'
    CROSS JOIN LATERAL (SELECT course_room_role(changed.course_id, changed.user_id) AS role) now_is
    WHERE now_is.role IS NOT NULL
    ON CONFLICT (chat_room_id, user_id) DO NOTHING;
    RETURN NULL;
END;
$$;

CREATE FUNCTION course_room_role(course bigint, person bigint) RETURNS chat_member_role STABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM course_staff s WHERE s.course_id = course AND s.user_id = person)
            THEN 'moderator'::chat_member_role
        WHEN EXISTS (SELECT 1 FROM enrollments e WHERE e.course_id = course AND e.user_id = person)
            THEN 'member'::chat_member_role
    END
$$;

COMMENT ON FUNCTION course_room_role(bigint, bigint) IS 'What a person is in a course''s room: its staff moderate, its learners are members, others are not in it (null).';

CREATE TRIGGER enrollments_join_room AFTER INSERT ON enrollments
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_course_room_members();
CREATE TRIGGER enrollments_leave_room AFTER DELETE ON enrollments
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_course_room_members();
CREATE TRIGGER course_staff_join_room AFTER INSERT ON course_staff
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_course_room_members();
CREATE TRIGGER course_staff_leave_room AFTER DELETE ON course_staff
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_course_room_members();

INSERT INTO chat_rooms (kind, name, course_id)
SELECT 'course', title, id FROM courses
ON CONFLICT (course_id) WHERE kind = 'course' DO NOTHING;

INSERT INTO chat_room_members (chat_room_id, user_id, role, last_read_seq)
SELECT r.id, p.user_id, course_room_role(p.course_id, p.user_id), r.last_seq
FROM (SELECT course_id, user_id FROM enrollments UNION SELECT course_id, user_id FROM course_staff) p
JOIN chat_rooms r ON r.course_id = p.course_id AND r.kind = 'course'
ON CONFLICT (chat_room_id, user_id) DO NOTHING;
