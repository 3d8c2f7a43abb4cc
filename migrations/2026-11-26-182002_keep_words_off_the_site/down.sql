DROP TABLE site_words;
DROP TYPE site_word_verdict;
