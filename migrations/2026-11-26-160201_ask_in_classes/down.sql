DROP TABLE live_question_votes;
DROP TABLE live_questions;
