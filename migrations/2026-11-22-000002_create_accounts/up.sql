CREATE TYPE user_role AS ENUM ('student', 'teacher', 'admin');
CREATE TYPE locale AS ENUM ('zh-CN', 'en');
CREATE TYPE theme AS ENUM ('system', 'light', 'dark');

CREATE TABLE users (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username     text NOT NULL CHECK (char_length(username) BETWEEN 2 AND 32 AND username !~ '[\s@/]'),
    email        text NOT NULL CHECK (char_length(email) <= 254 AND email ~ '^[^\s@]+@[^\s@]+$'),
    password     text NOT NULL CHECK (password <> ''),
    role         user_role NOT NULL DEFAULT 'student',
    display_name text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 64),
    locale       locale NOT NULL DEFAULT 'zh-CN',
    theme        theme NOT NULL DEFAULT 'system',
    time_zone    text NOT NULL DEFAULT 'Asia/Shanghai' CHECK (time_zone <> ''),
    is_suspended boolean NOT NULL DEFAULT false,
    deleted_at   timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX users_username_key ON users (lower(username));
CREATE UNIQUE INDEX users_email_key ON users (lower(email));
CREATE INDEX users_role_idx ON users (role, id);

CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE users IS 'People. A row is never removed while anything they wrote remains: a deleted account is emptied and keeps its id.';
COMMENT ON COLUMN users.username IS 'Unique without regard to case; without @, so that sign-in can tell it from an email.';
COMMENT ON COLUMN users.password IS 'A bcrypt hash, never the password.';
COMMENT ON COLUMN users.role IS 'The role on the platform. It opens no course and no room: see course_staff.';
COMMENT ON COLUMN users.is_suspended IS 'A suspended person cannot sign in; suspending also deletes their sessions.';
COMMENT ON COLUMN users.deleted_at IS 'Set when the account was deleted; what they wrote is shown as by a deleted person.';

CREATE TABLE sessions (
    id_hash      bytea PRIMARY KEY CHECK (octet_length(id_hash) = 32),
    user_id      bigint REFERENCES users ON DELETE CASCADE,
    state        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(state) = 'object'),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    user_agent   text NOT NULL DEFAULT '',
    address      text NOT NULL DEFAULT '',
    CHECK (expires_at > created_at)
);

CREATE INDEX sessions_user_idx ON sessions (user_id, last_seen_at DESC);
CREATE INDEX sessions_expiry_idx ON sessions (expires_at);

COMMENT ON TABLE sessions IS 'Server-side sessions, so that they can be listed and ended at once.';
COMMENT ON COLUMN sessions.id_hash IS 'SHA-256 of the id in the cookie: reading this table signs nobody in.';
COMMENT ON COLUMN sessions.user_id IS 'Null for a visitor who has not signed in (language, theme, flash messages).';
