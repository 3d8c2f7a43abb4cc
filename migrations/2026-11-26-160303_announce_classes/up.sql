ALTER TABLE live_rooms
    ADD COLUMN announced_for timestamptz,
    ADD COLUMN reminded_for timestamptz;

COMMENT ON COLUMN live_rooms.announced_for IS 'The planned start that learners have been told of; null if they have been told of none.';
COMMENT ON COLUMN live_rooms.reminded_for IS 'The planned start that learners have been reminded of, a quarter of an hour before it.';
