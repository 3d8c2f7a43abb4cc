ALTER TABLE live_rooms ADD COLUMN soon_told_for timestamptz;

COMMENT ON COLUMN live_rooms.soon_told_for IS 'The planned start that learners were told is near; told again if the start moves.';
