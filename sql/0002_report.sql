-- The report, its parts and the people around it. Projections of the event log unless said
-- otherwise.
-- Types: BIGINT (ids, epoch ms, 1e-7 degree), TEXT, BOOLEAN, DOUBLE PRECISION: one text for
-- both engines.

-- The profile as it was loaded (business data with history); the program parses it at start.
CREATE TABLE profile_file (
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  loaded_at BIGINT NOT NULL,
  PRIMARY KEY (version, name)
);

-- Areas of all editions, for joins and subtrees; path is '/96/2025-31825/', so that both
-- editions hang on one province.
CREATE TABLE area (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  parent TEXT,
  path TEXT NOT NULL
);

CREATE TABLE agency (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  class TEXT NOT NULL,
  area TEXT
);

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  agency TEXT,
  area TEXT,
  password_hash TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  failed BIGINT NOT NULL,
  failed_since BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX account_by_agency ON account (agency, role);

-- Not in the event log: who is signed in.
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account);

CREATE TABLE report (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  tile TEXT,
  field TEXT NOT NULL,
  sub_field TEXT,
  register TEXT NOT NULL,
  urgency TEXT NOT NULL,
  area TEXT,
  lat7 BIGINT,
  lon7 BIGINT,
  accuracy_m BIGINT,
  cell BIGINT,
  outside_province BOOLEAN NOT NULL,
  channel TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  submitted_at BIGINT NOT NULL,
  claimed_at BIGINT,
  updated_at BIGINT NOT NULL,
  closed_at BIGINT,
  private_wish BOOLEAN NOT NULL,
  consent_call BOOLEAN NOT NULL,
  has_contact BOOLEAN NOT NULL,
  privacy_version TEXT,
  scope_override BOOLEAN NOT NULL,
  published BOOLEAN NOT NULL,
  published_at BIGINT,
  lead TEXT,
  named_agency TEXT,
  officer TEXT,
  resume_state TEXT,
  answer_from TEXT,
  asked_by TEXT,
  question TEXT,
  awaiting_approval BOOLEAN NOT NULL,
  reopen_requested BOOLEAN NOT NULL,
  reopen_asked BOOLEAN NOT NULL,
  closed_by TEXT,
  plan_count BIGINT NOT NULL,
  answer_content TEXT,
  given_back BIGINT NOT NULL,
  recalled BIGINT NOT NULL,
  promised_on TEXT,
  answer_kind TEXT,
  outcome TEXT,
  refuse_kind TEXT,
  master TEXT,
  due_clock TEXT,
  due_started_at BIGINT,
  due_at BIGINT,
  dispatched_at BIGINT,
  answered_at BIGINT,
  acknowledged_by TEXT,
  acknowledged_at BIGINT,
  arrives_at BIGINT,
  climbed BIGINT NOT NULL,
  urgent_since BIGINT,
  rating BIGINT,
  rated_at BIGINT
);
-- The last number given per local year; codes are read aloud, so they start anew each year.
CREATE TABLE report_counter (
  year BIGINT PRIMARY KEY,
  last BIGINT NOT NULL
);
CREATE INDEX report_by_state ON report (state, due_at);
CREATE INDEX report_by_lead ON report (lead, state, due_at);
CREATE INDEX report_by_officer ON report (officer, state);
CREATE INDEX report_published ON report (published, submitted_at, number);
CREATE INDEX report_by_cell ON report (field, cell);
CREATE INDEX report_by_submitted ON report (submitted_at, number);
CREATE INDEX report_by_master ON report (master);
CREATE INDEX report_by_urgency ON report (urgency, state);

-- What people wrote. Erasable: the event log holds only commitments to it. kind: text, place,
-- message, question, reply, note, answer, plan, refusal, ... (api/openapi.yaml, Entry.kind).
CREATE TABLE content (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  author_role TEXT NOT NULL,
  agency TEXT,
  at BIGINT NOT NULL,
  text TEXT NOT NULL,
  redacted TEXT,
  public BOOLEAN NOT NULL,
  commitment TEXT NOT NULL,
  fold TEXT
);
CREATE INDEX content_by_report ON content (report, at, id);

-- Keys and identities live apart from the log, wrapped by the master key.
CREATE TABLE report_key (
  report TEXT PRIMARY KEY,
  wrapped TEXT NOT NULL
);
CREATE TABLE identity (
  report TEXT PRIMARY KEY,
  name_sealed TEXT,
  phone_sealed TEXT,
  phone_blind TEXT,
  phone_masked TEXT
);
CREATE INDEX identity_by_phone ON identity (phone_blind);
CREATE TABLE reveal (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  agency TEXT,
  at BIGINT NOT NULL,
  reason_kind TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX reveal_by_report ON reveal (report, at);

-- An upload before and after it is attached. owner: digest of the follow secret, or account:<id>.
CREATE TABLE media (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  report TEXT,
  phase TEXT NOT NULL,
  kind TEXT NOT NULL,
  mime TEXT NOT NULL,
  state TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  width BIGINT,
  height BIGINT,
  taken_at BIGINT,
  lat7 BIGINT,
  lon7 BIGINT,
  public BOOLEAN NOT NULL,
  redacted BIGINT NOT NULL,
  files TEXT NOT NULL,
  error TEXT,
  created_at BIGINT NOT NULL,
  attached_at BIGINT
);
CREATE INDEX media_by_report ON media (report, created_at);
CREATE INDEX media_unattached ON media (attached_at, created_at);
-- Uploads that a report named before they arrived.
CREATE TABLE media_expected (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL,
  phase TEXT NOT NULL
);

CREATE TABLE clock (
  id BIGINT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT,
  ended_at BIGINT,
  result TEXT NOT NULL,
  paused_at BIGINT,
  left_ms BIGINT,
  detail TEXT NOT NULL,
  warned_at BIGINT,
  overdue_at BIGINT
);
CREATE INDEX clock_by_report ON clock (report, kind, id);
CREATE INDEX clock_by_due ON clock (result, due_at);
CREATE INDEX clock_due_in_period ON clock (due_at, kind, result);

CREATE TABLE cooperating (
  report TEXT NOT NULL REFERENCES report (id),
  agency TEXT NOT NULL,
  PRIMARY KEY (report, agency)
);
CREATE INDEX cooperating_by_agency ON cooperating (agency);

-- Which agencies gave the report back, and whom they believed right.
CREATE TABLE bounce (
  report TEXT NOT NULL REFERENCES report (id),
  agency TEXT NOT NULL,
  believed TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (report, agency, at)
);

-- How often the alarm of an urgent report has climbed; not part of the record.
CREATE TABLE alarm (
  report TEXT NOT NULL REFERENCES report (id),
  urgent_since BIGINT NOT NULL,
  steps BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (report, urgent_since)
);
