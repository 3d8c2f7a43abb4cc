DROP TABLE live_hands;
