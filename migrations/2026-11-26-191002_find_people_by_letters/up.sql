CREATE INDEX CONCURRENTLY IF NOT EXISTS users_letters_idx ON users
    USING gin (letters(username || ' ' || display_name || ' ' || email));
