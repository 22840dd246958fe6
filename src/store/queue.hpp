// Lists of reports for staff and for the public, page by page. Filters by the viewer in SQL; never
// returns a name, a phone or an unpublished text to the public.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access.hpp"
#include "store/database.hpp"

namespace camaug::store {

// What a list is narrowed to; empty members do not narrow.
struct ListFilter {
  Instant now{};
  std::string list = "all";  // api/openapi.yaml, /desk/queue
  std::string field;
  std::string area;    // the area and everything below it
  std::string agency;  // lead agency
  std::string state;
  std::string words;               // as they were typed; see store/search.hpp
  std::vector<std::string> codes;  // that may be meant by them
  bool by_relevance = false;       // the best of the newest hits, instead of the newest
  Millis patience{20};             // of a search; then it answers with what it has seen
  Millis counting{10};             // how long it may go on counting when its page is full
  std::optional<Instant> from;     // submitted at or after
  std::optional<Instant> until;    // submitted before
  std::string after;               // cursor of the page before
  int limit = 50;
};

// The first ready photo of a report; `redacted` is its version for the public.
struct Thumb {
  std::string media;
  std::int64_t redacted = 0;
};

// Words (state, urgency, clock) are as they are stored.
struct QueueRow {
  std::string id;
  std::int64_t number = 0;
  std::string code;
  std::string state;
  std::int64_t version = 0;
  std::string field;
  std::optional<std::string> sub_field;
  std::optional<std::string> area;
  std::optional<std::int64_t> lat7;
  std::optional<std::int64_t> lon7;
  std::string urgency;
  Instant submitted_at{};
  std::optional<std::string> clock;  // the most pressing one
  std::optional<Instant> started_at;
  std::optional<Instant> due_at;
  std::optional<std::string> lead;
  std::optional<std::string> officer_name;
  bool awaiting_approval = false;
  bool reopen_requested = false;
  bool scope_override = false;
  std::int64_t given_back = 0;
  std::string text;
  std::optional<Thumb> thumb;
};
// Of a statement that selects the columns of queue_columns.hpp.
[[nodiscard]] QueueRow read_queue_row(const Row& row);

// What a search found in all, on its first page: `count` is at most 1,000; `more` says that there
// are more, or that the walk was cut before all hits were looked at.
struct Found {
  std::int64_t count = 0;
  bool more = false;
};

struct QueuePage {
  std::vector<QueueRow> rows;
  std::string next;  // cursor of the next page; "" on the last
  std::optional<Found> found;
};

// Open lists sorted urgent first, then by due time; closed, all, reopen and the two registers
// newest first; a search newest first in each. Throws std::logic_error for a list that does not
// exist.
[[nodiscard]] QueuePage queue(Reader& reader, const domain::Viewer& viewer,
                              const ListFilter& filter);

// How many reports are in each list (app/open_index).
struct QueueCounts {
  std::int64_t submitted = 0, urgent = 0, overdue = 0, sent = 0, answered = 0, waiting_reporter = 0,
               repairing = 0, given_back = 0, reopen = 0, scope_override = 0, unassigned = 0,
               approval = 0, mine = 0, crime_report = 0, denunciation = 0, open = 0;
};
BOOST_DESCRIBE_STRUCT(QueueCounts, (),
                      (submitted, urgent, overdue, sent, answered, waiting_reporter, repairing,
                       given_back, reopen, scope_override, unassigned, approval, mine, crime_report,
                       denunciation, open))

struct PublicRow {
  std::string code;
  std::string state;
  std::string field;
  std::optional<std::string> sub_field;
  std::optional<std::string> area;
  std::optional<std::int64_t> lat7;
  std::optional<std::int64_t> lon7;
  Instant submitted_at{};
  Instant updated_at{};
  std::optional<std::string> lead;
  std::optional<std::string> outcome;
  std::string text;  // redacted
  std::optional<Thumb> thumb;
};
struct PublicPage {
  std::vector<PublicRow> rows;
  std::string next;
  std::optional<Found> found;
};
// Of a statement that selects the columns of queue_columns.hpp.
[[nodiscard]] PublicRow read_public_row(const Row& row);
// Published reports, newest first.
[[nodiscard]] PublicPage public_list(Reader& reader, const ListFilter& filter);

}  // namespace camaug::store
