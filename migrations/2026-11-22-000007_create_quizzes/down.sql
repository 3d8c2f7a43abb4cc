DROP TABLE submissions;
DROP TABLE questions;
DROP TABLE quizzes;
DROP TYPE question_type;
