CREATE TYPE media_kind AS ENUM ('image', 'video', 'audio', 'document', 'other');
CREATE TYPE media_container AS ENUM ('course_cover', 'lesson', 'message', 'live_asset', 'avatar');

CREATE TABLE media (
    id            uuid PRIMARY KEY,
    storage_key   text NOT NULL UNIQUE CHECK (storage_key ~ '^[a-z0-9/._-]+$'),
    thumbnail_key text UNIQUE CHECK (thumbnail_key ~ '^[a-z0-9/._-]+$'),
    original_name text NOT NULL CHECK (char_length(original_name) BETWEEN 1 AND 255),
    content_type  text NOT NULL CHECK (content_type ~ '^[a-z0-9.+-]+/[a-z0-9.+-]+$'),
    kind          media_kind NOT NULL,
    container     media_container NOT NULL,
    byte_size     bigint NOT NULL CHECK (byte_size > 0),
    sha256        bytea NOT NULL CHECK (octet_length(sha256) = 32),
    width         integer CHECK (width > 0),
    height        integer CHECK (height > 0),
    duration_ms   bigint CHECK (duration_ms >= 0),
    owner_id      bigint REFERENCES users ON DELETE SET NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX media_owner_idx ON media (owner_id, created_at DESC);
CREATE INDEX media_created_idx ON media (created_at);

COMMENT ON TABLE media IS 'Every stored file. Who may read one follows from what it hangs on (its container), never from knowing its id.';
COMMENT ON COLUMN media.storage_key IS 'A random name in the storage; it carries nothing of what the person called the file.';
COMMENT ON COLUMN media.original_name IS 'The name the person gave; used in Content-Disposition and in pages, never as a path.';
COMMENT ON COLUMN media.content_type IS 'Found by looking at the content at intake; what the browser claimed is not kept.';
COMMENT ON COLUMN media.container IS 'The sort of thing the file hangs on, hence the rule of access; until it hangs, only its owner may read it.';
COMMENT ON COLUMN media.owner_id IS 'Who uploaded it; null for what the program made itself.';

ALTER TABLE users ADD COLUMN avatar_id uuid REFERENCES media ON DELETE SET NULL;
CREATE INDEX users_avatar_idx ON users (avatar_id) WHERE avatar_id IS NOT NULL;
