CREATE TABLE live_decks (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    created_by   bigint REFERENCES users ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX live_decks_room_idx ON live_decks (live_room_id, id);
CREATE INDEX live_decks_created_by_idx ON live_decks (created_by) WHERE created_by IS NOT NULL;

COMMENT ON TABLE live_decks IS 'Courseware of a live class: what was uploaded at once, as pages.';

CREATE TABLE live_slides (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deck_id  bigint NOT NULL REFERENCES live_decks ON DELETE CASCADE,
    place    smallint NOT NULL CHECK (place >= 1),
    media_id uuid NOT NULL UNIQUE REFERENCES media ON DELETE RESTRICT,
    UNIQUE (deck_id, place)
);

COMMENT ON TABLE live_slides IS 'The pages of a deck, each an image. The audience may read a page once it has been shown.';

CREATE TABLE live_slide_turns (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id  bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    slide_id      bigint REFERENCES live_slides ON DELETE RESTRICT,
    media_time_ms bigint CHECK (media_time_ms >= 0),
    turned_by     bigint REFERENCES users ON DELETE SET NULL,
    turned_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX live_slide_turns_room_idx ON live_slide_turns (live_room_id, id DESC);
CREATE INDEX live_slide_turns_slide_idx ON live_slide_turns (slide_id) WHERE slide_id IS NOT NULL;
CREATE INDEX live_slide_turns_turned_by_idx ON live_slide_turns (turned_by) WHERE turned_by IS NOT NULL;

COMMENT ON TABLE live_slide_turns IS 'When which page was shown; the newest one of a room is what is shown now. No slide: the courseware was put away.';
COMMENT ON COLUMN live_slide_turns.media_time_ms IS 'As in live_chat_messages; null before the class began.';
