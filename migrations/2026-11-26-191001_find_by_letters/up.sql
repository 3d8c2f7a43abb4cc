-- What a text is found by that is looked for anywhere in it: its letters, and every pair of neighbours. Two characters of Chinese
-- are a whole name, and too short for the trigrams of pg_trgm, which a foreign server may not have either.
CREATE FUNCTION letters(text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    single text[] := string_to_array(lower($1), NULL);
    pieces text[] := single;
BEGIN
    FOR n IN 1 .. cardinality(single) - 1 LOOP
        pieces := pieces || (single[n] || single[n + 1]);
    END LOOP;
    RETURN pieces;
END
$$;

COMMENT ON FUNCTION letters IS 'The letters of a text and its pairs of neighbours, in lower case.';

CREATE FUNCTION letters_asked(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN char_length(lower($1)) < 2 THEN string_to_array(lower($1), NULL)
        ELSE ARRAY(SELECT substr(lower($1), n, 2) FROM generate_series(1, char_length(lower($1)) - 1) n) END
$$;

COMMENT ON FUNCTION letters_asked IS 'What of letters(…) a text must have to hold this one; it may have all and not hold it.';
