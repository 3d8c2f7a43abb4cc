DROP TABLE assignment_files;
DROP TABLE assignment_versions;
DROP TABLE assignment_submissions;
