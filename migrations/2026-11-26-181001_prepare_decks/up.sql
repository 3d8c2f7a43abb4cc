CREATE TYPE live_deck_problem AS ENUM ('broken', 'long', 'failed');

ALTER TABLE live_decks
    ADD COLUMN source_id uuid REFERENCES media ON DELETE RESTRICT,
    ADD COLUMN problem live_deck_problem,
    ADD CONSTRAINT live_decks_problem_check CHECK (problem IS NULL OR source_id IS NOT NULL);

CREATE UNIQUE INDEX live_decks_source_idx ON live_decks (source_id) WHERE source_id IS NOT NULL;

COMMENT ON COLUMN live_decks.source_id IS 'The PDF whose pages are still to be drawn; null once they have been, and for images.';
COMMENT ON COLUMN live_decks.problem IS 'Why that has not come about; null while it is waited for.';
