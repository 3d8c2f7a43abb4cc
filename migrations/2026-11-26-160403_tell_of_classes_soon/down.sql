ALTER TABLE live_rooms DROP COLUMN soon_told_for;
