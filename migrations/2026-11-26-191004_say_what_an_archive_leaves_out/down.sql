ALTER TABLE account_exports DROP COLUMN left_out;
