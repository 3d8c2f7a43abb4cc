CREATE TABLE site_settings (
    key        text PRIMARY KEY CHECK (key ~ '^[a-z_]+$'),
    value      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER site_settings_set_updated_at BEFORE UPDATE ON site_settings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE site_settings IS 'What the running program remembers about itself (demo_loaded, …). Configuration is in the environment, not here.';
