CREATE TABLE lesson_danmaku (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson_id   bigint NOT NULL REFERENCES lessons ON DELETE CASCADE,
    user_id     bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
    content     text NOT NULL CHECK (char_length(content) BETWEEN 1 AND 200),
    colour      text NOT NULL DEFAULT '#ffffff' CHECK (colour ~ '^#[0-9a-f]{6}$'),
    mode        danmaku_mode NOT NULL DEFAULT 'scroll',
    position_ms bigint NOT NULL CHECK (position_ms >= 0),
    nonce       uuid NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    deleted_at  timestamptz,
    deleted_by  bigint REFERENCES users ON DELETE SET NULL,
    CONSTRAINT lesson_danmaku_nonce_key UNIQUE (lesson_id, user_id, nonce),
    CHECK (deleted_by IS NULL OR deleted_at IS NOT NULL)
);
CREATE INDEX lesson_danmaku_timeline_idx ON lesson_danmaku (lesson_id, position_ms, id) WHERE deleted_at IS NULL;
CREATE INDEX lesson_danmaku_user_idx ON lesson_danmaku (user_id, id DESC);
CREATE INDEX lesson_danmaku_deleted_by_idx ON lesson_danmaku (deleted_by) WHERE deleted_by IS NOT NULL;

COMMENT ON TABLE lesson_danmaku IS 'What learners and staff write over a video lesson, drawn at the moment of the video that they saw.';
COMMENT ON COLUMN lesson_danmaku.nonce IS 'Made by the page, so that sending twice stores once.';
