DROP TABLE live_slide_turns;
DROP TABLE live_slides;
DROP TABLE live_decks;
