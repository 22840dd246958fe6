-- What 0013 left, and the indexes of its tables.
DROP TABLE event_12;
DROP TABLE content_12;
DROP TABLE clock_12;
DROP TABLE report_key_12;
DROP TABLE identity_12;
ALTER TABLE report DROP COLUMN secret_hash_12;
ALTER TABLE report DROP COLUMN body_hash_12;
CREATE UNIQUE INDEX event_by_report ON event (report, seq) WHERE report IS NOT NULL;
CREATE UNIQUE INDEX event_by_stream ON event (stream, seq) WHERE stream IS NOT NULL;
CREATE INDEX clock_by_report ON clock (report);
CREATE INDEX clock_figures ON clock (kind, result, due_at, owner, report, started_at,
  ended_at, answered, counted) WHERE result <> 'void' AND counted;
CREATE INDEX clock_look ON clock (look_at) WHERE look_at IS NOT NULL;
-- identity_by_phone is not made again: nobody asks for reports by phone.

-- The leaders' figures are counted in sheets: the lists behind them and a recount read the rows of
-- a few days. An agency may have few reports among many, so it has an index of its own.
DROP INDEX report_figures;
DROP INDEX report_closed;
CREATE INDEX report_closed ON report (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX report_of_lead ON report (lead, submitted_at, number) WHERE lead IS NOT NULL;
