DROP TABLE sessions;
DROP TABLE users;
DROP TYPE theme;
DROP TYPE locale;
DROP TYPE user_role;
