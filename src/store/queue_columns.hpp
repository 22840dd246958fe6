// What a row of a list is made of, as SQL text: a report `r`, its first photo `m` and, for staff,
// the officer's name `o`. read_queue_row() and read_public_row() of queue.hpp read the columns in
// this order. For store/ only.
#pragma once

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
#define CAMAUG_QUEUE_COLUMNS                                                              \
  "r.id, r.number, r.code, r.state, r.version, r.field, r.sub_field, r.area, r.lat7,"     \
  " r.lon7, r.urgency, r.submitted_at, r.due_clock, r.due_started_at, r.due_at,"          \
  " r.lead, o.name, r.awaiting_approval, r.reopen_requested, r.scope_override,"           \
  " r.given_back,"                                                                        \
  " COALESCE((SELECT t.text FROM content t WHERE t.report = r.number AND t.kind = 'text'" \
  "   ORDER BY t.at LIMIT 1), ''), m.id, m.redacted"
#define CAMAUG_QUEUE_JOINS                                                              \
  " LEFT JOIN media m ON m.id = (SELECT f.id FROM media f WHERE f.report = r.id"        \
  "   AND f.state = 'ready' AND f.kind <> 'sound' ORDER BY f.created_at, f.id LIMIT 1)" \
  " LEFT JOIN account o ON o.id = r.officer"
// What a row of the public list is made of, read by read_public_row(), and what the public may see.
#define CAMAUG_PUBLIC_COLUMNS                                                                   \
  "r.number, r.code, r.state, r.field, r.sub_field, r.area, r.lat7, r.lon7,"                    \
  " r.submitted_at, r.updated_at, r.lead, r.outcome,"                                           \
  " COALESCE((SELECT COALESCE(t.redacted, t.text) FROM content t"                               \
  "   WHERE t.report = r.number AND t.kind = 'text' AND t.public ORDER BY t.at LIMIT 1), ''), " \
  "m.id,"                                                                                       \
  " m.redacted"
#define CAMAUG_PUBLIC_JOINS                                                      \
  " LEFT JOIN media m ON m.id = (SELECT f.id FROM media f WHERE f.report = r.id" \
  "   AND f.state = 'ready' AND f.public ORDER BY f.created_at, f.id LIMIT 1)"
#define CAMAUG_PUBLIC "r.published AND r.register = 'ordinary'"
// NOLINTEND(cppcoreguidelines-macro-usage)
