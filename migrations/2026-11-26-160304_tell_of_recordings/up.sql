ALTER TYPE live_stream_event_kind ADD VALUE 'not_recorded';
