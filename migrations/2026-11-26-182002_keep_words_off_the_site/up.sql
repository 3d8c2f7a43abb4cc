CREATE TYPE site_word_verdict AS ENUM ('blocked', 'held');

CREATE TABLE site_words (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    word     text NOT NULL CONSTRAINT site_words_once UNIQUE CHECK (char_length(word) BETWEEN 1 AND 40),
    verdict  site_word_verdict NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    added_by bigint REFERENCES users ON DELETE SET NULL
);

CREATE INDEX site_words_word_idx ON site_words (word, id);
CREATE INDEX site_words_added_by_idx ON site_words (added_by) WHERE added_by IS NOT NULL;

COMMENT ON TABLE site_words IS 'Words that are said in no room of the site, beside the lists of the rooms.';
COMMENT ON COLUMN site_words.word IS 'As the search folds it: in lower case, full-width forms made plain.';
COMMENT ON COLUMN site_words.verdict IS 'blocked: a message with it is refused; held: it waits for a moderator where there is one, else it is refused.';
