CREATE TYPE live_status AS ENUM ('planned', 'live', 'ended');
CREATE TYPE live_access AS ENUM ('enrolled', 'everyone');
CREATE TYPE live_stream_event_kind AS ENUM (
    'refused', 'connected', 'disconnected', 'taken_over', 'codec_problem', 'no_audio', 'keyframe_problem', 'sidecar_restarted'
);
CREATE TYPE live_recording_status AS ENUM ('recording', 'recorded', 'remuxed', 'failed');
CREATE TYPE live_message_type AS ENUM ('text', 'emoji', 'question', 'image', 'system');
CREATE TYPE danmaku_mode AS ENUM ('scroll', 'top', 'bottom');
CREATE TYPE live_asset_kind AS ENUM ('courseware', 'recording', 'poster');

CREATE TABLE live_rooms (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    teacher_id      bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
    course_id       bigint REFERENCES courses ON DELETE RESTRICT,
    status          live_status NOT NULL DEFAULT 'planned',
    access          live_access NOT NULL,
    start_time      timestamptz,
    started_at      timestamptz,
    end_time        timestamptz,
    last_seq        bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    last_rev        bigint NOT NULL DEFAULT 0 CHECK (last_rev >= last_seq),
    stream_key_hash bytea UNIQUE CHECK (octet_length(stream_key_hash) = 32),
    stream_key_hint text CHECK (char_length(stream_key_hint) <= 8),
    settings        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CHECK ((stream_key_hash IS NULL) = (stream_key_hint IS NULL)),
    CONSTRAINT live_rooms_access_needs_course CHECK (access = 'everyone' OR course_id IS NOT NULL),
    CONSTRAINT live_rooms_status_has_times CHECK (
        CASE status
            WHEN 'planned' THEN started_at IS NULL AND end_time IS NULL
            WHEN 'live' THEN started_at IS NOT NULL AND end_time IS NULL
            WHEN 'ended' THEN end_time IS NOT NULL AND (started_at IS NULL OR end_time >= started_at)
        END
    )
);

CREATE INDEX live_rooms_status_idx ON live_rooms (status, start_time, id);
CREATE INDEX live_rooms_ended_idx ON live_rooms (end_time DESC, id DESC) WHERE status = 'ended';
CREATE INDEX live_rooms_course_idx ON live_rooms (course_id, id DESC);
CREATE INDEX live_rooms_teacher_idx ON live_rooms (teacher_id, id DESC);

CREATE TRIGGER live_rooms_set_updated_at
    BEFORE UPDATE OF title, teacher_id, course_id, status, access, start_time, started_at, end_time, stream_key_hash, settings
    ON live_rooms FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE live_rooms IS 'Live classes. Who may watch: the enrolled and the staff of its course, or everyone.';
COMMENT ON COLUMN live_rooms.status IS 'planned (未开始) → live (直播中) → ended (已结束); a class ends when its teacher ends it or after a set time without a picture, not when the stream drops.';
COMMENT ON COLUMN live_rooms.start_time IS 'The planned start; started_at is the real one.';
COMMENT ON COLUMN live_rooms.end_time IS 'The real end.';
COMMENT ON COLUMN live_rooms.last_seq IS 'As in chat_rooms: taken with last_rev under this row''s lock.';
COMMENT ON COLUMN live_rooms.stream_key_hash IS 'SHA-256 of the stream key, which is shown once; the hint is its last characters.';

CREATE TABLE live_sessions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id  bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    token         text NOT NULL UNIQUE CHECK (token ~ '^[a-z0-9]{16,64}$'),
    client_id     text,
    started_at    timestamptz NOT NULL DEFAULT now(),
    connected_at  timestamptz,
    disconnected_at timestamptz,
    ended_at      timestamptz,
    CHECK (ended_at IS NULL OR ended_at >= started_at)
);

CREATE UNIQUE INDEX live_sessions_one_open ON live_sessions (live_room_id) WHERE ended_at IS NULL;
CREATE INDEX live_sessions_room_idx ON live_sessions (live_room_id, id);

COMMENT ON TABLE live_sessions IS 'One run of a room from its first picture to its end, over any number of reconnects.';
COMMENT ON COLUMN live_sessions.token IS 'The opaque name the stream is renamed to at the door: folders, recordings and addresses carry it, never the stream key.';
COMMENT ON COLUMN live_sessions.client_id IS 'The publisher''s connection as the RTMP server counts it; null while nobody publishes.';

CREATE TABLE live_stream_events (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    kind         live_stream_event_kind NOT NULL,
    details      jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object'),
    at           timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX live_stream_events_room_idx ON live_stream_events (live_room_id, id DESC);

COMMENT ON TABLE live_stream_events IS 'What happened to the stream, for the teacher''s health panel: refused keys, drops, codecs nobody can play. Never a key.';

CREATE TABLE live_recording_parts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_session_id bigint NOT NULL REFERENCES live_sessions ON DELETE CASCADE,
    flv_path        text NOT NULL UNIQUE,
    started_at      timestamptz NOT NULL,
    duration_ms     bigint CHECK (duration_ms >= 0),
    media_offset_ms bigint CHECK (media_offset_ms >= 0),
    status          live_recording_status NOT NULL DEFAULT 'recording',
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX live_recording_parts_session_idx ON live_recording_parts (live_session_id, started_at);

COMMENT ON TABLE live_recording_parts IS 'One recorded file per connection of the publisher. Together they are the table between wall clock and time in the replay.';
COMMENT ON COLUMN live_recording_parts.flv_path IS 'Relative to the recordings folder.';
COMMENT ON COLUMN live_recording_parts.started_at IS 'Wall clock of its first picture.';
COMMENT ON COLUMN live_recording_parts.media_offset_ms IS 'Where this part begins in the joined recording; null until it is joined.';

CREATE TABLE live_viewers (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    user_id      bigint REFERENCES users ON DELETE CASCADE,
    guest        uuid,
    join_time    timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    leave_time   timestamptz,
    CHECK (num_nonnulls(user_id, guest) = 1),
    CHECK (leave_time IS NULL OR leave_time >= join_time)
);

CREATE UNIQUE INDEX live_viewers_one_stay ON live_viewers (live_room_id, user_id) WHERE leave_time IS NULL AND user_id IS NOT NULL;
CREATE UNIQUE INDEX live_viewers_one_guest_stay ON live_viewers (live_room_id, guest) WHERE leave_time IS NULL AND guest IS NOT NULL;
CREATE INDEX live_viewers_room_idx ON live_viewers (live_room_id, join_time);
CREATE INDEX live_viewers_user_idx ON live_viewers (user_id, join_time DESC) WHERE user_id IS NOT NULL;
CREATE INDEX live_viewers_present_idx ON live_viewers (last_seen_at) WHERE leave_time IS NULL;

COMMENT ON TABLE live_viewers IS 'One row per stay. A person has one open stay in a room, however many tabs.';
COMMENT ON COLUMN live_viewers.guest IS 'A random id instead of user_id for somebody not signed in, in rooms open to everyone.';
COMMENT ON COLUMN live_viewers.leave_time IS 'Null while watching; set at the last heartbeat when that is 60 s old.';

CREATE TABLE live_chat_messages (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id  bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    user_id       bigint REFERENCES users ON DELETE RESTRICT,
    content       text NOT NULL CHECK (char_length(content) <= 4000),
    message_type  live_message_type NOT NULL DEFAULT 'text',
    seq           bigint NOT NULL CHECK (seq >= 1),
    rev           bigint NOT NULL CHECK (rev >= seq),
    nonce         uuid NOT NULL,
    media_time_ms bigint CHECK (media_time_ms >= 0),
    colour        text NOT NULL DEFAULT '#ffffff' CHECK (colour ~ '^#[0-9a-f]{6}$'),
    mode          danmaku_mode NOT NULL DEFAULT 'scroll',
    media_id      uuid REFERENCES media ON DELETE RESTRICT,
    created_at    timestamptz NOT NULL DEFAULT now(),
    deleted_at    timestamptz,
    deleted_by    bigint REFERENCES users ON DELETE SET NULL,
    CONSTRAINT live_chat_messages_seq_key UNIQUE (live_room_id, seq),
    CONSTRAINT live_chat_messages_rev_key UNIQUE (live_room_id, rev),
    CONSTRAINT live_chat_messages_nonce_key UNIQUE (live_room_id, user_id, nonce),
    CHECK (user_id IS NOT NULL OR message_type = 'system'),
    CHECK (content <> '' OR message_type = 'image'),
    CHECK ((message_type = 'image') = (media_id IS NOT NULL)),
    CHECK (deleted_by IS NULL OR deleted_at IS NOT NULL)
);

CREATE INDEX live_chat_messages_replay_idx ON live_chat_messages (live_room_id, media_time_ms) WHERE deleted_at IS NULL;
CREATE INDEX live_chat_messages_user_idx ON live_chat_messages (user_id, id DESC);
CREATE INDEX live_chat_messages_media_idx ON live_chat_messages (media_id) WHERE media_id IS NOT NULL;
CREATE INDEX live_chat_messages_deleted_by_idx ON live_chat_messages (deleted_by) WHERE deleted_by IS NOT NULL;

COMMENT ON TABLE live_chat_messages IS 'The one stream of a live room: chat beside the picture and danmaku over it. Delivered by the same rules as messages.';
COMMENT ON COLUMN live_chat_messages.media_time_ms IS 'The wall clock (Unix milliseconds) of the picture the sender saw, by which overlay and replay place it; null when no picture was running.';
COMMENT ON COLUMN live_chat_messages.deleted_at IS 'A tombstone with a new rev: it leaves chat, overlay and replay.';

CREATE TABLE live_assets (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    kind         live_asset_kind NOT NULL,
    title        text NOT NULL DEFAULT '' CHECK (char_length(title) <= 120),
    media_id     uuid NOT NULL REFERENCES media ON DELETE RESTRICT,
    file_url     text NOT NULL CHECK (file_url ~ '^/media/'),
    file_type    media_kind NOT NULL,
    is_published boolean NOT NULL DEFAULT true,
    uploaded_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (media_id)
);

CREATE INDEX live_assets_room_idx ON live_assets (live_room_id, kind, id);

COMMENT ON TABLE live_assets IS 'Files of a live room: courseware its teacher shows, the recording, its poster. Read by whoever may watch the room.';
COMMENT ON COLUMN live_assets.is_published IS 'False hides it from all but the staff.';

CREATE TABLE live_statistics (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live_room_id       bigint NOT NULL REFERENCES live_rooms ON DELETE CASCADE,
    viewers_now        integer NOT NULL DEFAULT 0 CHECK (viewers_now >= 0),
    viewer_count       integer NOT NULL CHECK (viewer_count >= 0),
    peak_viewers       integer NOT NULL CHECK (peak_viewers BETWEEN 0 AND viewer_count),
    average_watch_time integer NOT NULL CHECK (average_watch_time >= 0),
    is_final           boolean NOT NULL DEFAULT false,
    collected_at       timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX live_statistics_one_final ON live_statistics (live_room_id) WHERE is_final;
CREATE INDEX live_statistics_room_idx ON live_statistics (live_room_id, collected_at);

COMMENT ON TABLE live_statistics IS 'Samples while a class is live, and one final row.';
COMMENT ON COLUMN live_statistics.viewer_count IS 'Distinct people up to then, not tabs.';
COMMENT ON COLUMN live_statistics.average_watch_time IS 'Seconds per person.';
