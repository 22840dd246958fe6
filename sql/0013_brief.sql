-- Rows of a report name it by its number, digests and sealed texts are bytes, no hash stands in the
-- row after it again, packed texts are bytes (ADR 0018): half the size. The program moves the rows
-- (store/brief_rows); 0014 drops the old tables. On SQLite a key of BIGINT becomes one of INTEGER
-- from here on, so that a row lies under its key (store/migrate).
ALTER TABLE event RENAME TO event_12;
ALTER TABLE content RENAME TO content_12;
ALTER TABLE clock RENAME TO clock_12;
ALTER TABLE report_key RENAME TO report_key_12;
ALTER TABLE identity RENAME TO identity_12;
ALTER TABLE report RENAME COLUMN secret_hash TO secret_hash_12;
ALTER TABLE report RENAME COLUMN body_hash TO body_hash_12;
ALTER TABLE report ADD COLUMN secret_hash BYTEA NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN body_hash BYTEA NOT NULL DEFAULT '';

-- The truth. One chain per database: n has no gap, hash = SHA-256(hash of n - 1 || canonical form
-- of the row). Holds no name, phone, text or photo: only references and commitments. report: the
-- number of the report it is about, whose id its first event says; stream: what it is about
-- otherwise.
CREATE TABLE event (
  n BIGINT PRIMARY KEY CHECK (n >= 1),
  report BIGINT,
  stream TEXT,
  seq BIGINT NOT NULL CHECK (seq >= 1),
  at BIGINT NOT NULL,
  actor BYTEA,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT,
  body BYTEA NOT NULL,
  schema BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  CHECK ((report IS NULL) <> (stream IS NULL))
);

-- What people wrote; place: 1, 2, 3... within the report. as_written: what is shown is the text,
-- word for word, and does not stand in redacted again.
CREATE TABLE content (
  report BIGINT NOT NULL REFERENCES report (number),
  place BIGINT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  author BYTEA NOT NULL,
  author_role TEXT NOT NULL,
  agency TEXT,
  at BIGINT NOT NULL,
  text TEXT NOT NULL,
  redacted TEXT,
  as_written BOOLEAN NOT NULL,
  public BOOLEAN NOT NULL,
  commitment BYTEA NOT NULL,
  PRIMARY KEY (report, place),
  CHECK (redacted IS NULL OR NOT as_written)
);

CREATE TABLE clock (
  id BIGINT PRIMARY KEY,
  report BIGINT NOT NULL REFERENCES report (number),
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT,
  ended_at BIGINT,
  result TEXT NOT NULL,
  paused_at BIGINT,
  left_ms BIGINT,
  detail BYTEA NOT NULL,
  warned_at BIGINT,
  overdue_at BIGINT,
  look_at BIGINT,
  counted BOOLEAN NOT NULL,
  answered BOOLEAN NOT NULL
);

CREATE TABLE report_key (
  report BIGINT PRIMARY KEY CHECK (report > 0),
  wrapped BYTEA NOT NULL
);
CREATE TABLE identity (
  report BIGINT PRIMARY KEY CHECK (report > 0),
  name_sealed BYTEA,
  phone_sealed BYTEA,
  phone_blind BYTEA,
  phone_masked TEXT
);
