ALTER TABLE lessons DROP COLUMN chapters;
DROP TABLE lesson_subtitles;
