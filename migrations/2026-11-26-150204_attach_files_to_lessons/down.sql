DROP TABLE lesson_files;
