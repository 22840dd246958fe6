-- What the leaders' figures read, so that a period is counted without opening a report.

-- Reports by the day they came, with everything the tables are made of.
CREATE INDEX report_figures ON report (submitted_at, register, state, field, area, lead,
  named_agency, rating, closed_at, due_at, number, id);
-- What was closed on a day, also when it came long before.
CREATE INDEX report_closed ON report (closed_at, submitted_at, register, state, field, area, lead,
  named_agency);
-- Clocks by due time; this one holds what the shorter one held.
DROP INDEX clock_due_in_period;
CREATE INDEX clock_figures ON clock (due_at, kind, result, owner, report, started_at, ended_at);
