-- What every other table leans on: settings, the event log, the outbox and the answered commands.
-- Portable DDL: BIGINT (times in epoch ms), TEXT, BOOLEAN, DOUBLE PRECISION and nothing else.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- The truth. One chain per database: n has no gap, hash = SHA-256(prev || canonical form of
-- the row). Holds no name, phone, text or photo: only references and commitments.
CREATE TABLE event (
  n BIGINT NOT NULL PRIMARY KEY CHECK (n >= 1),
  report TEXT NOT NULL,
  seq BIGINT NOT NULL CHECK (seq >= 1),
  at BIGINT NOT NULL,
  actor TEXT,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT,
  body TEXT NOT NULL,
  schema BIGINT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (report, seq)
);

-- Who must still be told what. Emptied by the sender with retries; (dedup) makes a notice unique.
CREATE TABLE outbox (
  id BIGINT NOT NULL PRIMARY KEY,
  event_n BIGINT,
  recipient_kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  channel TEXT NOT NULL,
  key TEXT NOT NULL,
  args TEXT NOT NULL,
  urgent BOOLEAN NOT NULL,
  not_before BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  next_try BIGINT NOT NULL,
  sent_at BIGINT,
  failed_at BIGINT,
  error TEXT,
  dedup TEXT UNIQUE
);
CREATE INDEX outbox_due ON outbox (next_try) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

-- The answer of each command, so that a repetition gets the same one.
CREATE TABLE command (
  id TEXT NOT NULL PRIMARY KEY,
  actor TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX command_at ON command (at);
