DROP TABLE lesson_prerequisites;
DROP FUNCTION refuse_prerequisite_cycle;
