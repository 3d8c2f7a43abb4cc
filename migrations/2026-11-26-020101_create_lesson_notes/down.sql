DROP TABLE lesson_notes;
