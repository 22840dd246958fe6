-- When the jobs look at a running clock next: to warn, then to say that it is overdue; then never
-- again. In one small index, so that a flood of open reports costs them nothing. Not part of the
-- record.
ALTER TABLE clock ADD COLUMN look_at BIGINT;
UPDATE clock SET look_at = CASE WHEN warned_at IS NULL
  THEN COALESCE(warn_at, due_at - (due_at - started_at) / 4) ELSE due_at END
  WHERE result = 'running' AND due_at IS NOT NULL AND kind <> 'give_back' AND overdue_at IS NULL;
ALTER TABLE clock DROP COLUMN warn_at;
DROP INDEX clock_running;
CREATE INDEX clock_look ON clock (look_at) WHERE look_at IS NOT NULL;

-- What the leaders' figures must know of a clock without looking elsewhere: the number of its
-- report; whether it counts at all (its report is an ordinary one); of an answer clock that ended,
-- whether an answer ended it and not a give_back or a recall (then a relay clock starts where it
-- ended).
ALTER TABLE clock ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock ADD COLUMN counted BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE clock ADD COLUMN answered BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE clock SET number = (SELECT r.number FROM report r WHERE r.id = clock.report),
  counted = (SELECT r.register = 'ordinary' FROM report r WHERE r.id = clock.report),
  answered = (kind = 'answer' AND ended_at IS NOT NULL AND (result = 'met' OR EXISTS
    (SELECT 1 FROM clock n WHERE n.report = clock.report AND n.kind = 'relay'
     AND n.started_at = clock.ended_at)));
DROP INDEX clock_figures;
CREATE INDEX clock_figures ON clock (kind, result, due_at, owner, number, started_at, ended_at,
  answered, counted) WHERE result <> 'void' AND counted;
DROP INDEX clock_relay;
DROP INDEX clock_by_report;
CREATE INDEX clock_by_report ON clock (report, id);
-- The figures read no report's id any more.
DROP INDEX report_figures;
CREATE INDEX report_figures ON report (submitted_at, register, state, field, area, lead,
  named_agency, rating, closed_at, due_at, number);
DROP INDEX report_closed;
CREATE INDEX report_closed ON report (closed_at, submitted_at, register, state, field, area, lead,
  named_agency, rating, due_at, number) WHERE closed_at IS NOT NULL;
DROP INDEX report_due;
CREATE INDEX report_due ON report (due_at, submitted_at, register, state, field, area, lead,
  named_agency, rating, closed_at, number) WHERE due_at IS NOT NULL;
