// What narrows a list of reports `r`, as SQL text shared by the lists (queue.cpp) and by the search
// in them (search.cpp): filters, and what belongs into which list. For store/ only.
#pragma once

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
#define CAMAUG_OPEN                                                                       \
  "r.state IN ('submitted', 'dispatched', 'in_progress', 'waiting_reporter', 'answered'," \
  " 'repairing')"

// Open reports only, by the words of sql/0006_lists.sql's partial index.
#define CAMAUG_STILL_OPEN "r.closed_at IS NULL"

// Parameters as "$1"; each is NULL where nothing narrows.
#define CAMAUG_NARROWED_BY(field, area, agency, state)                           \
  " AND (CAST(" field " AS TEXT) IS NULL OR r.field = " field                    \
  ")"                                                                            \
  " AND (CAST(" area                                                             \
  " AS TEXT) IS NULL OR r.area IN (SELECT a.id FROM area a WHERE a.path LIKE"    \
  "      (SELECT b.path FROM area b WHERE b.id = " area                          \
  ") || '%'))"                                                                   \
  " AND (CAST(" agency " AS TEXT) IS NULL OR r.lead = " agency                   \
  ")"                                                                            \
  " AND (CAST(" state " AS TEXT) IS NULL OR r.state = " state "      OR (" state \
  " = 'open' AND " CAMAUG_OPEN ") OR (" state " = 'closed' AND NOT " CAMAUG_OPEN "))"
// The desk: $5 field, $6 area, $7 agency, $8 state, $9 from, $10 until.
#define CAMAUG_NARROWED                                       \
  CAMAUG_NARROWED_BY("$5", "$6", "$7", "$8")                  \
  " AND (CAST($9 AS BIGINT) IS NULL OR r.submitted_at >= $9)" \
  " AND (CAST($10 AS BIGINT) IS NULL OR r.submitted_at < $10)"

#define CAMAUG_OPEN_SUBMITTED "r.state = 'submitted' AND r.register = 'ordinary'"
#define CAMAUG_OPEN_URGENT "r.urgency <> 'none'"
#define CAMAUG_OPEN_SENT "r.state IN ('dispatched', 'in_progress')"
#define CAMAUG_OPEN_GIVEN_BACK "r.state = 'submitted' AND r.given_back > 0"
#define CAMAUG_OPEN_OVERRIDE "r.state = 'submitted' AND r.scope_override"
#define CAMAUG_OPEN_UNASSIGNED CAMAUG_OPEN_SENT " AND r.officer IS NULL"
// NOLINTEND(cppcoreguidelines-macro-usage)
