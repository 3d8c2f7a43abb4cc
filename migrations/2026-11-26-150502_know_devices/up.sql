CREATE TABLE known_devices (
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    device_hash   bytea NOT NULL CHECK (octet_length(device_hash) = 32),
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, device_hash)
);

CREATE INDEX known_devices_age_idx ON known_devices (last_seen_at);

COMMENT ON TABLE known_devices IS 'Browsers that a person has signed in from, so that a sign-in from another one is told by mail.';
COMMENT ON COLUMN known_devices.device_hash IS 'SHA-256 of a random token in a cookie of that browser. It opens nothing.';
