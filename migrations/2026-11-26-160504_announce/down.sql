COMMENT ON TABLE site_settings IS 'What the running program remembers about itself (demo_loaded, …). Configuration is in the environment, not here.';
DROP TABLE announcements;
