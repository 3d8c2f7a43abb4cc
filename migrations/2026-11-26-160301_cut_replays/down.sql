DROP TABLE live_replay_cuts;
