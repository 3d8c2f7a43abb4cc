DROP INDEX quizzes_close_idx, assignment_extensions_due_idx, assignments_due_idx;
DROP TABLE due_reminders;
