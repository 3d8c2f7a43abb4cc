ALTER TABLE notifications ADD COLUMN course_id bigint REFERENCES courses ON DELETE SET NULL;

CREATE INDEX notifications_course_idx ON notifications (course_id) WHERE course_id IS NOT NULL;

COMMENT ON COLUMN notifications.course_id IS 'The course it is about, if it can be muted with that course.';

CREATE TABLE notification_mutes (
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    course_id  bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, course_id)
);

CREATE INDEX notification_mutes_course_idx ON notification_mutes (course_id);

COMMENT ON TABLE notification_mutes IS 'Courses of which a person wants to be told nothing.';
