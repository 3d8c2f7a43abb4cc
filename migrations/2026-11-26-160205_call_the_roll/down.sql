DROP TABLE live_roll_call_entries;
DROP TABLE live_roll_calls;
