CREATE TABLE mails (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL DEFAULT gen_random_uuid(),
    receiver   text NOT NULL CHECK (receiver ~ '^[^\s@]+@[^\s@]+$'),
    subject    text NOT NULL CHECK (subject <> '' AND subject !~ '[\r\n]'),
    html       text NOT NULL,
    plain      text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at    timestamptz,
    failed_at  timestamptz,
    error      text NOT NULL DEFAULT '',
    CHECK (sent_at IS NULL OR failed_at IS NULL)
);

CREATE INDEX mails_settled_idx ON mails (created_at) WHERE sent_at IS NOT NULL OR failed_at IS NOT NULL;

COMMENT ON TABLE mails IS 'Mails to be sent and what became of them, written in the transaction of their cause.';
COMMENT ON COLUMN mails.message_id IS 'The same at each attempt, so that a mail that arrives twice is known as one.';
COMMENT ON COLUMN mails.html IS 'Emptied, as is plain, once the mail server has taken or refused the mail: it may hold a link that opens an account.';
COMMENT ON COLUMN mails.error IS 'What the mail server said last.';
