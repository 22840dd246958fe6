-- What the leaders' figures read, so that a period is counted without opening a report.

-- Reports by the day they came, with everything the tables are made of.
CREATE INDEX report_figures ON report (submitted_at, register, state, field, area, lead,
  named_agency, rating, closed_at, due_at, number, id);
-- What was closed on a day, also when it came long before.
CREATE INDEX report_closed ON report (closed_at, submitted_at, register, state, field, area, lead,
  named_agency, rating, due_at, number, id) WHERE closed_at IS NOT NULL;
-- What waits for something, by when it is due.
CREATE INDEX report_due ON report (due_at, submitted_at, register, state, field, area, lead,
  named_agency, rating, closed_at, number, id) WHERE due_at IS NOT NULL;
-- Clocks by due time. The shorter one is read by nothing else.
DROP INDEX clock_due_in_period;
CREATE INDEX clock_figures ON clock (due_at, kind, result, owner, report, started_at, ended_at)
  WHERE result <> 'void';
-- Whether a late answer clock was ended by an answer: then a relay clock starts where it ended.
CREATE INDEX clock_relay ON clock (report, started_at) WHERE kind = 'relay';
