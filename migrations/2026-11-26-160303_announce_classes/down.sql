ALTER TABLE live_rooms
    DROP COLUMN announced_for,
    DROP COLUMN reminded_for;
