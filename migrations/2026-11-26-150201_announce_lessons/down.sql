DROP TABLE lesson_news;
