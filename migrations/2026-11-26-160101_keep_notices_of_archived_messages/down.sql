DROP TABLE archived_notices;
