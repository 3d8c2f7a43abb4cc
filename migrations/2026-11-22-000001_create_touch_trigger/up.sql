-- Every table with an `updated_at` hangs this on BEFORE UPDATE, so that no query can forget it.
-- Where counters live in the same row, the trigger names the columns that count as a change.
CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION set_updated_at() IS 'Keeps updated_at true on every row it guards; a no-op update changes nothing.';
