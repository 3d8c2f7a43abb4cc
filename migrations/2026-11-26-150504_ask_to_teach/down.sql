DROP TABLE teacher_applications;
