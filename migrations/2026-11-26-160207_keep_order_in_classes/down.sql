DROP TABLE live_pins;
ALTER TABLE live_rooms DROP COLUMN slow_seconds;
DROP TABLE live_mutes;
