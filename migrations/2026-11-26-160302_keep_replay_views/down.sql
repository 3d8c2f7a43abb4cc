DROP TABLE live_replay_views;
