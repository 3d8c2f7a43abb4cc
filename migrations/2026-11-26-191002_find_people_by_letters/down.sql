DROP INDEX CONCURRENTLY users_letters_idx;
