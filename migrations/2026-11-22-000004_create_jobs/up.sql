CREATE TABLE jobs (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL CHECK (name <> ''),
    payload      jsonb NOT NULL,
    unique_key   text,
    run_at       timestamptz NOT NULL DEFAULT now(),
    attempts     integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    max_attempts integer NOT NULL DEFAULT 10 CHECK (max_attempts > 0),
    lease        uuid,
    leased_until timestamptz,
    last_error   text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    dead_at      timestamptz,
    CHECK ((lease IS NULL) = (leased_until IS NULL)),
    CHECK (finished_at IS NULL OR dead_at IS NULL)
);

CREATE INDEX jobs_due_idx ON jobs (run_at, id) WHERE finished_at IS NULL AND dead_at IS NULL;
CREATE UNIQUE INDEX jobs_unique_key ON jobs (name, unique_key) WHERE finished_at IS NULL AND dead_at IS NULL;
CREATE INDEX jobs_finished_idx ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_dead_idx ON jobs (dead_at DESC) WHERE dead_at IS NOT NULL;

COMMENT ON TABLE jobs IS 'Work to be done at least once: the row commits or rolls back with what caused it. Taken with SKIP LOCKED under a lease.';
COMMENT ON COLUMN jobs.unique_key IS 'While a job of this name and key waits or runs, enqueueing another one does nothing.';
COMMENT ON COLUMN jobs.lease IS 'Drawn anew at each taking: a worker that lost its lease can no longer settle the job.';
COMMENT ON COLUMN jobs.leased_until IS 'At most 60 s ahead, renewed while the job runs; past it, the worker counts as dead and another may take the job.';
COMMENT ON COLUMN jobs.dead_at IS 'Out of attempts: stays for the admin page, where it can be tried again.';

CREATE TABLE job_schedules (
    name        text PRIMARY KEY,
    next_run_at timestamptz NOT NULL
);

COMMENT ON TABLE job_schedules IS 'When each recurring job is due next; the row lock makes several nodes enqueue it once.';
