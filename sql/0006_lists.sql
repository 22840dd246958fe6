-- What the desk's lists read: the page of a queue is found in one index of the open reports alone,
-- in the order of the queue (urgent first, then due). Open is what has no closed_at.
CREATE INDEX report_queue ON report (
  (CASE urgency WHEN 'confirmed' THEN 0 WHEN 'claimed' THEN 1 ELSE 2 END),
  (COALESCE(due_at, 9007199254740991)), number, id, state, register, urgency, due_at, officer, lead,
  named_agency, area, field, submitted_at, code, given_back, scope_override, awaiting_approval,
  closed_at
) WHERE closed_at IS NULL;
-- What is open nearby.
CREATE INDEX report_open_place ON report (field, lat7, lon7)
  WHERE closed_at IS NULL AND lat7 IS NOT NULL;
-- Crime reports and denunciations are few and have lists of their own.
CREATE INDEX report_register ON report (register, submitted_at, number, id)
  WHERE register <> 'ordinary';
-- Read by nothing any more, or by few rows only: every new report had to write them.
DROP INDEX report_by_urgency;
DROP INDEX report_by_cell;
DROP INDEX report_by_state;
DROP INDEX report_by_lead;
DROP INDEX report_by_officer;
DROP INDEX report_by_master;
CREATE INDEX report_by_master ON report (master) WHERE master IS NOT NULL;
DROP INDEX report_published;
CREATE INDEX report_published ON report (submitted_at, number)
  WHERE published AND register = 'ordinary';
-- The leaders' clocks: each kind and result of a period is one range, counted without a row.
DROP INDEX clock_figures;
CREATE INDEX clock_figures ON clock (kind, result, due_at, owner, report, started_at, ended_at)
  WHERE result <> 'void';
-- With what tells whether a clock of the few reports that no figure counts falls into a period.
DROP INDEX clock_by_report;
CREATE INDEX clock_by_report ON clock (report, kind, id, result, due_at);
-- What comes due next: only what runs.
DROP INDEX clock_by_due;
CREATE INDEX clock_running ON clock (due_at) WHERE result = 'running';
-- The sender takes urgent notices first, then the oldest: in this order, without sorting a backlog.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (urgent DESC, next_try, id)
  WHERE sent_at IS NULL AND failed_at IS NULL;
