DROP TABLE lesson_danmaku;
