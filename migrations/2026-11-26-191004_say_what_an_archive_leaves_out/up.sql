ALTER TABLE account_exports ADD COLUMN left_out integer NOT NULL DEFAULT 0 CHECK (left_out >= 0);

COMMENT ON COLUMN account_exports.left_out IS 'How many files of the person the archive has no room for; it names them.';
