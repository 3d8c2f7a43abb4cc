CREATE TABLE due_reminders (
    user_id   bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    lesson_id bigint NOT NULL REFERENCES lessons ON DELETE CASCADE,
    due_at    timestamptz NOT NULL,
    told_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, lesson_id)
);

CREATE INDEX due_reminders_lesson_idx ON due_reminders (lesson_id);
CREATE INDEX due_reminders_due_idx ON due_reminders (due_at);

COMMENT ON TABLE due_reminders IS 'Who has been told that a quiz or an assignment is due soon. Rows of long ago are deleted.';
COMMENT ON COLUMN due_reminders.due_at IS 'The moment they were told; who has another one by now is told again.';

-- What falls due soon is looked for every few minutes, and by month.
CREATE INDEX assignments_due_idx ON assignments (coalesce(due_at, close_at));
CREATE INDEX assignment_extensions_due_idx ON assignment_extensions (coalesce(due_at, close_at));
CREATE INDEX quizzes_close_idx ON quizzes (close_at);
