-- A type cannot lose values, so it is made anew.
DELETE FROM live_stream_events WHERE kind = 'not_recorded';
ALTER TYPE live_stream_event_kind RENAME TO live_stream_event_kind_before;
CREATE TYPE live_stream_event_kind AS ENUM (
    'refused', 'connected', 'disconnected', 'taken_over', 'codec_problem', 'no_audio', 'keyframe_problem', 'sidecar_restarted'
);
ALTER TABLE live_stream_events ALTER COLUMN kind TYPE live_stream_event_kind USING kind::text::live_stream_event_kind;
DROP TYPE live_stream_event_kind_before;
