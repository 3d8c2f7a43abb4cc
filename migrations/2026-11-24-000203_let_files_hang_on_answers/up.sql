ALTER TYPE media_container ADD VALUE 'quiz_answer';
