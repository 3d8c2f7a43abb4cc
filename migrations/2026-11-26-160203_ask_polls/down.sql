DROP TABLE live_poll_votes;
DROP TABLE live_poll_options;
DROP TABLE live_polls;
