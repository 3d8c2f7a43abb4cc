DROP TABLE lesson_danmaku_reports;
