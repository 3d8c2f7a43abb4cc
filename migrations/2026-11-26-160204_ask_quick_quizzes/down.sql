DROP TABLE live_quick_answers;
DROP TABLE live_quick_attempts;
DROP TABLE live_quick_questions;
DROP TABLE live_quick_quizzes;
