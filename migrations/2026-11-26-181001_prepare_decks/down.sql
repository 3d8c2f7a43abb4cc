-- Decks without pages are nothing to a program that draws them at once; their files are swept.
DELETE FROM live_decks WHERE source_id IS NOT NULL;
ALTER TABLE live_decks DROP COLUMN problem, DROP COLUMN source_id;
DROP TYPE live_deck_problem;
