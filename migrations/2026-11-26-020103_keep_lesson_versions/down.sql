DROP TABLE lesson_versions;
