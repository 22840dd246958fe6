// What a row of a staff list is made of, as SQL text: a report `r`, its first photo `m` and the
// officer's name `o`. read_queue_row() of queue.hpp reads the columns in this order. For store/
// only.
#pragma once

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
#define CAMAUG_QUEUE_COLUMNS                                                          \
  "r.id, r.number, r.code, r.state, r.version, r.field, r.sub_field, r.area, r.lat7," \
  " r.lon7, r.urgency, r.submitted_at, r.due_clock, r.due_started_at, r.due_at,"      \
  " r.lead, o.name, r.awaiting_approval, r.reopen_requested, r.scope_override,"       \
  " r.given_back,"                                                                    \
  " COALESCE((SELECT t.text FROM content t WHERE t.report = r.id AND t.kind = 'text'" \
  "   ORDER BY t.at LIMIT 1), ''), m.id, m.redacted"
#define CAMAUG_QUEUE_JOINS                                                       \
  " LEFT JOIN media m ON m.id = (SELECT f.id FROM media f WHERE f.report = r.id" \
  "   AND f.state = 'ready' ORDER BY f.created_at, f.id LIMIT 1)"                \
  " LEFT JOIN account o ON o.id = r.officer"
// NOLINTEND(cppcoreguidelines-macro-usage)
