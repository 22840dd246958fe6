// The clocks of the reports: rows that domain/clock moves. Reads for the jobs that warn.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/projection.hpp"
#include "store/database.hpp"

namespace camaug::store {

[[nodiscard]] std::int64_t next_clock_id(Reader& reader);
// Inserts or replaces the row with this id. `warn_at`: when to warn of it.
void put_clock(Tx& tx, const domain::ClockRow& row, std::optional<Instant> warn_at = {});
[[nodiscard]] std::vector<domain::ClockRow> clocks_of(Reader& reader, std::string_view report);

// A late announcement moved its due time: it is warned of and reported overdue anew.
void forget_warnings(Tx& tx, std::int64_t id);

// Reports with a clock that runs or rests and has a due time, by id.
[[nodiscard]] std::vector<std::string> reports_with_open_deadlines(Reader& reader);

// Running clocks whose time to warn has come and that were not warned of (overdue: past due and not
// reported overdue).
struct DueClock {
  std::int64_t id;
  std::string report;
  std::string code;
  domain::ClockKind kind;
  std::string owner;
  Instant started_at;
  Instant due_at;
};
[[nodiscard]] std::vector<DueClock> clocks_to_warn(Reader& reader, Instant now, int limit);
[[nodiscard]] std::vector<DueClock> clocks_overdue(Reader& reader, Instant now, int limit);
void mark_warned(Tx& tx, std::int64_t id, Instant now);
void mark_overdue(Tx& tx, std::int64_t id, Instant now);

}  // namespace camaug::store
