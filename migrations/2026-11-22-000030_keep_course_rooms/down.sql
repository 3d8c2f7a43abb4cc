DROP TRIGGER course_staff_leave_room ON course_staff;
DROP TRIGGER course_staff_join_room ON course_staff;
DROP TRIGGER enrollments_leave_room ON enrollments;
DROP TRIGGER enrollments_join_room ON enrollments;
DROP FUNCTION keep_course_room_members();
DROP FUNCTION course_room_role(bigint, bigint);
DROP TRIGGER courses_rename_room ON courses;
DROP TRIGGER courses_open_room ON courses;
DROP FUNCTION keep_course_room();
