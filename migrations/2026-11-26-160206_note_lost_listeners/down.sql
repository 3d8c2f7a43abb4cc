DROP TABLE live_lost_taps;
