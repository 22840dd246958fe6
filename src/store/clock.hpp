// The clocks of the reports: rows that domain/clock moves. Reads for the jobs that warn.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/projection.hpp"
#include "store/database.hpp"

namespace camaug::store {

// For one new clock: the next call gives the next one.
[[nodiscard]] std::int64_t next_clock_id(Tx& tx);
// What the leaders' figures must know of a clock beside its row.
struct ClockFacts {
  std::int64_t number = 0;  // Report::number
  bool counted = false;     // an ordinary report
  bool answered = false;    // an answer clock that an answer ended, not a give_back or a recall
};
// `warn_at`: when to warn of it, once.
void insert_clock(Tx& tx, const domain::ClockRow& row, const ClockFacts& of,
                  std::optional<Instant> warn_at = {});
// The row with this id becomes this one; its report stays.
void update_clock(Tx& tx, const domain::ClockRow& row, const ClockFacts& of,
                  std::optional<Instant> warn_at = {});
// The report changed its register.
void count_clocks(Tx& tx, std::string_view report, bool counted);
[[nodiscard]] std::vector<domain::ClockRow> clocks_of(Reader& reader, std::string_view report);

// A late announcement moved its due time: it is warned of and reported overdue anew.
void forget_warnings(Tx& tx, std::int64_t id);

// Reports with a clock that runs or rests and has a due time, by id.
[[nodiscard]] std::vector<std::string> reports_with_open_deadlines(Reader& reader);

struct DueClock {
  std::int64_t id;
  std::string report;
  std::string code;
  domain::ClockKind kind;
  std::string owner;
  Instant started_at;
  Instant due_at;
};
// Running clocks that come due soon and were not warned of, or are past due and were not reported
// overdue; at most `limit`, the longest waiting first.
[[nodiscard]] std::vector<DueClock> clocks_to_look_at(Reader& reader, Instant now, int limit);
void mark_warned(Tx& tx, std::int64_t id, Instant now);
void mark_overdue(Tx& tx, std::int64_t id, Instant now);

}  // namespace camaug::store
