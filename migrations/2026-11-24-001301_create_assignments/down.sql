DROP TABLE assignment_extensions;
DROP TABLE assignments;
