-- Decks whose job was given up without a word: nobody draws their pages any more.
UPDATE live_decks SET problem = 'failed'
WHERE source_id IS NOT NULL AND problem IS NULL AND NOT EXISTS (
    SELECT FROM jobs WHERE jobs.name = 'live.prepare_deck' AND jobs.unique_key = live_decks.id::text
        AND jobs.finished_at IS NULL AND jobs.dead_at IS NULL);
