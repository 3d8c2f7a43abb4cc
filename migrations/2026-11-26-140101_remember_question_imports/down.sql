DROP TABLE question_imports;
