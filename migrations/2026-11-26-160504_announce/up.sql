CREATE TABLE announcements (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    words        text NOT NULL CHECK (char_length(words) <= 300),
    words_en     text NOT NULL CHECK (char_length(words_en) <= 300),
    for_teachers boolean NOT NULL DEFAULT false,
    starts_at    timestamptz NOT NULL DEFAULT now(),
    ends_at      timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (words <> '' OR words_en <> '')
);

COMMENT ON TABLE announcements IS 'Words of the administrators on every page, for a time. Every node keeps those of now in memory.';
COMMENT ON COLUMN announcements.for_teachers IS 'Shown to teachers and administrators only.';
COMMENT ON COLUMN announcements.ends_at IS 'Null: until it is taken away.';
COMMENT ON TABLE site_settings IS 'What the running program remembers about itself (demo) and what administrators have set (site). The rest of the configuration is in the environment.';
